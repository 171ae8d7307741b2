import { type History, placesOf } from './history.ts'
import { iterationMsAt } from './pace.ts'
import { countsBirths, type Terms } from './terms.ts'

/** So long an iteration is a round trip of a user through a page: of such a test has time for some tens. */
const SCARCE_MS = 40

/** Batches of one iteration before the first look: with two warmed up, one thrown away and two between the counts, twelve in all. */
export const SCARCE_BATCHES = 7

/** Iterations between the first two counts of stores, and those of later ones, where something gained. */
export const SCARCE_BEFORE_COUNT = 2
export const SCARCE_BETWEEN_COUNTS = 5

/**
 * Whether iterations are so long that the decision takes no more of them than it needs, however much time there is. Never where
 * their number was asked for. The quickest run tells: while births are recorded, any iteration may be slow.
 */
export function areScarce(history: History, terms: Terms): boolean {
  return placesOf(history, 'run').length > 1 && mayBeScarce(history, terms)
}

/** The first call of all may be slow by itself: what follows it tells whether iterations are. */
export function mayBeScarce(history: History, terms: Terms): boolean {
  const { collections, iterations, warmUp, bounded } = terms
  if (collections !== 'full' || !countsBirths(history, terms)) return false
  if (iterations !== undefined || warmUp !== undefined || bounded > 0) return false
  return areLong(history)
}

/** Whether no run had iterations that are shorter than a round trip through a page. */
export function areLong(history: History): boolean {
  const runs = placesOf(history, 'run')
  return runs.length > 0 && Math.min(...runs.map((at) => iterationMsAt(history, at))) >= SCARCE_MS
}
