import { growth, plateau, unsettled } from './plateau/assemble-verdict.ts'
import type { Series } from './plateau/series.ts'
import { decideSoak, type SoakDoubt } from './plateau/soak/decide-soak.ts'
import { judgedPoints } from './plateau/soak/points.ts'
import type { SoakRun } from './plateau/soak/soak-run.ts'
import type { Reason, Verdict } from './plateau/verdict.ts'
import { soakAdvice, storeNotes } from './report/soak-advice.ts'

/**
 * Judges what a soak saw of one process. It is a plateau only if every probe levelled off and enough
 * samples were taken over at least four times the warm-up; whatever is missing leaves it unsettled.
 */
export function judgeSoak(run: SoakRun): Verdict {
  const decision = decideSoak(run)
  const { iterations, resolution } = decision
  const parts = {
    series: run.series.map((series) => seriesOf(series, run)),
    iterations,
    elapsedMs: run.elapsedMs,
    judgedIterations: iterations,
    tolerate: run.tolerate,
    dismissed: resolution,
  }
  switch (decision.kind) {
    case 'plateau':
      return plateau(parts)
    case 'growth': {
      const notes = storeNotes(decision.stores)
      return { ...growth(parts, decision.growth), ...(notes.length > 0 && { notes }) }
    }
    case 'unsettled': {
      const { doubt, suspects } = decision
      return unsettled(parts, {
        reason: REASONS[doubt.kind],
        suspects,
        advice: soakAdvice(doubt, suspects),
      })
    }
  }
}

const REASONS: Readonly<Record<SoakDoubt['kind'], Reason>> = {
  samples: 'samples',
  unread: 'samples',
  missing: 'samples',
  iterations: 'samples',
  suspect: 'suspect',
  noise: 'noise',
}

/** As it was read, warm-up included: a report draws it whole. */
function seriesOf(series: SoakRun['series'][number], { mode }: SoakRun): Series {
  const { probe, unit } = series
  const collection = mode === 'envelope' ? 'minor' : 'full'
  return { probe, unit, collection, ...judgedPoints(series, 0) }
}
