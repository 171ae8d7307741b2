import { type History, placesOf, type Recording, readingAt, recordingOf } from './history.ts'
import { iterationsOf } from './pace.ts'
import { sum } from './proportion.ts'

/** The runs since objects are followed, or births recorded. The first is thrown away: it allocates what later ones use again. */
export function batchesOf(history: History, phase: Recording = 'ledger'): readonly number[] {
  const begun = placesOf(history, phase === 'ages' ? 'follow' : 'record').at(-1)
  return placesOf(history, 'run', phase).filter((at) => at > (begun ?? Number.POSITIVE_INFINITY))
}

/** Iterations of each group of batches, between boundaries: the first boundary is before the first batch. */
export function iterationsOfGroups(
  history: History,
  edges: readonly number[],
  phase: Recording = 'ledger',
): readonly number[] {
  const batches = batchesOf(history, phase)
  const completedAt = (edge: number) => history.completed[batches[edge - 1] ?? 0] ?? 0
  return edges.slice(1).map((edge, at) => completedAt(edge) - completedAt(edges[at] ?? 1))
}

/** Iterations of all batches but the first. */
export function judgedIterations(history: History, phase: Recording = 'ledger'): number {
  return sum(
    batchesOf(history, phase)
      .slice(1)
      .map((at) => iterationsOf(history, at)),
  )
}

/**
 * The reading before objects are recorded, after a turn of the event loop. One of the gate will not do, though it turned the loop before it:
 * what is registered for finalization is collected by one collection, its entries are dropped in a later turn, and go with the next.
 */
export function baseOfLedger(history: History): number | undefined {
  return placesOf(history, 'full', 'ledger').at(-1)
}

/** What a probe rose by from the collection before recording began to that of the latest look; nothing before one. */
export function riseInLedger(
  history: History,
  probe: number,
): { readonly amount: number; readonly iterations: number } {
  const { look } = recordingOf(history)
  const base = baseOfLedger(history)
  if (probe === -1 || base === undefined || look === undefined) return { amount: 0, iterations: 0 }
  return {
    amount: readingAt(history, look, probe) - readingAt(history, base, probe),
    iterations: (history.completed[look] ?? 0) - (history.completed[base] ?? 0),
  }
}
