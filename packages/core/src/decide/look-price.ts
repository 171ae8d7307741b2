import { type History, placesOf } from './history.ts'

/** A look collects and reads what is alive: as long as so many full collections, and it cannot be interrupted. */
const COLLECTIONS_PER_LOOK = 3

/** Milliseconds that the next look takes, as far as the collections so far tell. */
export function lookMs(history: History): number {
  const collected = placesOf(history, 'full').map((at) => history.tookMs[at] ?? 0)
  return collected.length === 0 ? 0 : COLLECTIONS_PER_LOOK * Math.min(...collected)
}
