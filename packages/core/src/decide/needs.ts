import { COARSEST_HANDLE, COARSEST_OBJECT } from './bounds.ts'
import type { History } from './history.ts'
import { areScarce } from './scarce.ts'
import type { Terms } from './terms.ts'

/** What a decision needs to have seen. */
export interface Needs {
  /** Objects and handles per iteration of the coarsest leak that may hide in a pass. */
  readonly object: number
  readonly handle: number
  /** Growth is proved by so many iterations, or by what there is after this part of the time limit: naming it needs the rest. */
  readonly proofIterations: number
  readonly proofShare: number
  /** And after so many milliseconds, however much time there is. */
  readonly proofMs: number
  /** A leak that is rarer than those is looked for over so many. */
  readonly rareIterations: number
}

/** A cache of a thousand entries looks like a leak until so many iterations have displaced them. */
export const USUAL: Needs = {
  object: COARSEST_OBJECT,
  handle: COARSEST_HANDLE,
  proofIterations: 2500,
  proofShare: 0.28,
  proofMs: Number.POSITIVE_INFINITY,
  rareIterations: 1200,
}

/** Iterations through a page are too slow for so many, and a test of a minute would wait 17 s for them: as much as a test of 20 s has is enough. */
const OF_TARGETS: Needs = { ...USUAL, proofMs: 5000 }

/**
 * A pass says that one object kept in each iteration would have shown, and one element in every other, which is looked for
 * over 28. A list of the last ten looks like a leak until 14 iterations have displaced its entries; naming growth takes about as
 * many again, however busy the machine is.
 */
const OF_SCARCE_ITERATIONS: Needs = {
  object: 1,
  handle: 1 / 2,
  proofIterations: 14,
  proofShare: 0.45,
  proofMs: Number.POSITIVE_INFINITY,
  rareIterations: 28,
}

export function needsOf(history: History, terms: Terms): Needs {
  if (areScarce(history, terms)) return OF_SCARCE_ITERATIONS
  return terms.collections === 'full' ? OF_TARGETS : USUAL
}
