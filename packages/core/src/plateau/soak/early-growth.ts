import { hasDoubled, isTrusted, judgeSeries } from './judge-series.ts'
import type { SoakRun } from './soak-run.ts'

/** Of the limit: growth by so much, and steady, will not level off before it. */
const PART_OF_LIMIT = 0.25

/**
 * Whether a run that is still under way may stop, for `--fail-fast`: steady growth that has doubled the
 * level since the warm-up or has taken a quarter of `limitBytes`. It never says that a run may pass early.
 */
export function looksLikeGrowthEarly(run: SoakRun, limitBytes?: number): boolean {
  return run.series.some((series) => {
    const { mode, warmUpIterations, tolerate } = run
    const tolerated = tolerate[series.probe] ?? 0
    const judged = judgeSeries(series, { mode, warmUpIterations, tolerated })
    if (!isTrusted(series) || judged.shape !== 'growth') return false
    if (judged.iterations < warmUpIterations) return false
    const rise = judged.lastLevel - judged.firstLevel
    const isLarge = series.unit === 'bytes' && rise >= PART_OF_LIMIT * (limitBytes ?? Infinity)
    return isLarge || hasDoubled(judged)
  })
}
