import type { Resolution } from '../plateau/verdict.ts'
import { CONVICTING_BYTES_PER_ITERATION } from './bounds.ts'
import type { History, HistoryProbe } from './history.ts'
import { halfOf } from './judge-legs.ts'
import { levelRise } from './level.ts'
import { USUAL } from './needs.ts'
import { areLong } from './scarce.ts'
import type { Terms } from './terms.ts'

/** The smallest leak per iteration that would not have been level. */
export function resolutionOfLegs(history: History, terms: Terms): Resolution {
  const [, iterations] = halfOf(history)
  return Object.fromEntries(
    history.probes.map((probe) => {
      const shown = shownAfter(iterations, probe, terms)
      return [probe.name, iterations > 0 ? shown / iterations : Number.POSITIVE_INFINITY]
    }),
  )
}

/** What a probe must rise by over so many iterations to be seen. */
function shownAfter(iterations: number, probe: HistoryProbe, terms: Terms): number {
  return levelRise(probe, terms, iterations) + (probe.unit === 'count' ? 1 : 0)
}

/** A pass says that one object kept in each iteration would have shown, and a goroutine or descriptor left in every other. */
const COARSEST_COUNT = { heapObjects: 1, others: 1 / 2 } as const

/**
 * Iterations in all after which nothing that convicts hides in a pass any more; no more than the usual, where readings stray far.
 * A map gained 28 B in each of 27 iterations, below what a reading may stray by: that was no plateau. Where iterations are as
 * long as those of pages, a pass says of bytes what it can; where their number was asked for, of everything.
 */
export function iterationsToPass(history: History, terms: Terms): number {
  if (terms.iterations !== undefined) return 0
  const judged = areLong(history)
    ? history.probes.filter(({ unit }) => unit === 'count')
    : history.probes
  const needed = judged.map((probe) => neededBy(probe, terms))
  return Math.min(USUAL.proofIterations, Math.max(0, ...needed))
}

function neededBy(probe: HistoryProbe, terms: Terms): number {
  if (probe.isNoisy || (probe.unit === 'bytes' && probe.name !== 'heap')) return 0
  return 2 * Math.ceil(shownAfter(0, probe, terms) / coarsestOf(probe))
}

function coarsestOf({ name, unit }: HistoryProbe): number {
  if (unit === 'bytes') return CONVICTING_BYTES_PER_ITERATION
  return name === 'heapObjects' ? COARSEST_COUNT.heapObjects : COARSEST_COUNT.others
}
