import { isLevelSoFar } from './clear-level.ts'
import { isTrusted, levelTerms } from './judge-series.ts'
import { judgedPoints } from './points.ts'
import type { SoakRun } from './soak-run.ts'

/**
 * Whether whatever is trusted of a run under way has been level since the warm-up and was read the last time, so that
 * few samples are enough to go on. `judged`: iterations that it will have after the warm-up.
 */
export function looksLevelSoFar(run: SoakRun, judged: number): boolean {
  return run.series.filter(isTrusted).every((series) => {
    const points = judgedPoints(series, run.warmUpIterations)
    const tolerated = run.tolerate[series.probe] ?? 0
    return (
      points.iterations.at(-1) === series.iterations.at(-1) &&
      isLevelSoFar(points, levelTerms(series, { tolerated }, judged))
    )
  })
}
