import type { KnownLeak } from '../plateau/known-leak.ts'

/** How long tests may be looped, and what is accepted. */
export interface LoopTerms {
  /** Milliseconds of a test's first check, which passes nearly every clean one. */
  readonly firstMs: number
  /** Milliseconds of the second check, of what the first did not pass. */
  readonly longestMs: number
  /** Since 1970: no test is begun to be looped after it. */
  readonly untilMs?: number | undefined
  readonly known?: readonly KnownLeak[] | undefined
}

export const DEFAULT_TERMS: LoopTerms = { firstMs: 500, longestMs: 5000 }
