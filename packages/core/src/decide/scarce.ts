import { COARSEST_HANDLE, COARSEST_OBJECT } from './bounds.ts'
import { type History, placesOf } from './history.ts'
import { iterationMsAt } from './pace.ts'
import { countsBirths, type Terms } from './terms.ts'

/** So long an iteration is a round trip of a user through a page: of such a test has time for some tens. */
const SCARCE_MS = 40

/** Batches of one iteration before the first look: with two warmed up, one thrown away and two between the counts, twelve in all. */
export const SCARCE_BATCHES = 7

/** A list of the last ten looks like a leak until so many iterations have displaced its entries. */
export const SCARCE_PROOF = 14

/** The part of the time limit by which that must do, however busy the machine is: naming it takes about as many iterations again. */
export const SCARCE_PROOF_SHARE = 0.45

/** A leak in every other iteration is looked for over so many. */
export const SCARCE_RARE = 28

/** Iterations between the first two counts of stores, and those of later ones, where something gained. */
export const SCARCE_BEFORE_COUNT = 2
export const SCARCE_BETWEEN_COUNTS = 5

/** A pass says that one object kept in each iteration would have shown, and one element in every other. */
const SCARCE_OBJECT = 1
const SCARCE_HANDLE = 1 / 2

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
  const runs = placesOf(history, 'run')
  return runs.length > 0 && Math.min(...runs.map((at) => iterationMsAt(history, at))) >= SCARCE_MS
}

/** The coarsest leak that may hide in a pass. */
export function coarsestLeak(
  history: History,
  terms: Terms,
): { readonly object: number; readonly handle: number } {
  return areScarce(history, terms)
    ? { object: SCARCE_OBJECT, handle: SCARCE_HANDLE }
    : { object: COARSEST_OBJECT, handle: COARSEST_HANDLE }
}
