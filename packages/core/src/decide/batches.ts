import { type History, placesOf } from './history.ts'

/** The runs since births are recorded. The first is thrown away: it allocates what later ones use again. */
export function batchesOf(history: History): readonly number[] {
  const begun = placesOf(history, 'record').at(-1) ?? Number.POSITIVE_INFINITY
  return placesOf(history, 'run', 'ledger').filter((at) => at > begun)
}

/** Iterations of each group of batches, between boundaries: the first boundary is before the first batch. */
export function iterationsOfGroups(history: History, edges: readonly number[]): readonly number[] {
  const batches = batchesOf(history)
  const completedAt = (edge: number) => history.completed[batches[edge - 1] ?? 0] ?? 0
  return edges.slice(1).map((edge, at) => completedAt(edge) - completedAt(edges[at] ?? 1))
}
