import type { KnownLeak } from '../plateau/known-leak.ts'

/** How long tests may be looped, and what is accepted. */
export interface LoopTerms {
  /** Milliseconds of the processor that the quick look at a test may take, which passes most clean ones in a tenth of that. */
  readonly firstMs: number
  /** Milliseconds by the clock for one test: the quick look, the check of what it did not pass, and its explanation. */
  readonly longestMs: number
  /** Since 1970: no test is begun to be looped after it. */
  readonly untilMs?: number | undefined
  readonly known?: readonly KnownLeak[] | undefined
}

export const DEFAULT_TERMS: LoopTerms = { firstMs: 2000, longestMs: 5000 }
