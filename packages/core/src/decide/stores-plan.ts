import { BATCH_SHARE, BATCHES_SHARE, VARIED } from './bounds.ts'
import { completed, elapsedMs, type History, placesOf } from './history.ts'
import { iterationMs, iterationsOf } from './pace.ts'
import { areScarce, SCARCE_BEFORE_COUNT, SCARCE_BETWEEN_COUNTS } from './scarce.ts'
import type { Telling } from './store-count.ts'
import { countsBirths, type Terms } from './terms.ts'

/** Where births are known. */
export const BATCHES = 4

/** Where neither births nor stores are known, a line of bytes needs more of them. */
const TREND_BATCHES = 8

/** The fewest iterations of a batch that tell a free list from a store. */
const FEWEST_IN_BATCH = 32
const MOST_IN_BATCH = 2048

export function tellsAt(counts: number, batches: number): Telling {
  return counts >= batches ? 'always' : 'if-all-stopped'
}

/** Batches between the counts. */
export function batchesOf(history: History, terms: Terms): number {
  return countsBirths(history, terms) ? BATCHES : TREND_BATCHES
}

/** Iterations of the next batch, varied: what is emptied after so many gains unevenly over them. */
export function batchIterations(history: History, terms: Terms, batches: number): number {
  const before = placesOf(history, 'run', 'stores')
  const [first] = before
  if (first !== undefined) {
    const share = VARIED[before.length % VARIED.length] ?? 1
    const usual = areScarce(history, terms) ? SCARCE_BETWEEN_COUNTS : iterationsOf(history, first)
    return Math.max(1, Math.round(share * usual))
  }
  if (areScarce(history, terms)) return SCARCE_BEFORE_COUNT
  const leftMs = BATCHES_SHARE * (terms.limitMs - elapsedMs(history))
  const inTime = Math.floor(leftMs / batches / Math.max(iterationMs(history), 1e-4))
  const wanted = Math.max(FEWEST_IN_BATCH, Math.ceil(BATCH_SHARE * completed(history)))
  // A number of iterations that was asked for is judged; a count of stores is not bound by it.
  const allowed =
    terms.iterations === undefined
      ? Math.floor((terms.maxIterations - completed(history)) / batches)
      : Number.POSITIVE_INFINITY
  return Math.max(1, Math.min(wanted, MOST_IN_BATCH, inTime, Math.max(FEWEST_IN_BATCH, allowed)))
}
