import { LeakError, MisuseError, UnsettledError } from './errors.ts'
import type { LeakOptions } from './options.ts'
import type { Verdict } from './plateau/verdict.ts'
import { describeVerdict } from './report/describe-verdict.ts'

/** What a runner's `expect.extend` takes: `pass` means that the scenario leaks. */
export interface MatcherResult {
  readonly pass: boolean
  message(): string
}

/**
 * What a matcher answers to a verdict. Throws where neither answer would be true, and for the leak
 * that `.not` forbids.
 */
export function matchVerdict(
  verdict: Verdict,
  { isNot }: { readonly isNot: boolean },
): MatcherResult {
  if (verdict.kind === 'unsettled') throw new UnsettledError(describeVerdict(verdict), verdict)
  if (verdict.kind === 'growth') {
    // Thrown rather than returned, so that the error carries its code and its verdict.
    if (isNot) throw new LeakError(describeVerdict(verdict), verdict)
    return { pass: true, message: () => describeVerdict(verdict) }
  }
  return {
    pass: false,
    message: () => `expected scenario to leak, but ${describeVerdict(verdict)}`,
  }
}

/** The time of the test that a check runs in. */
export interface TestTime {
  /** What was left of it when the check was asked for; undefined where the runner sets none. */
  readonly remainingMs: number | undefined
}

/** Kept back from the test's remaining time, for its own clean-up and the runner. */
const RESERVED_SHARE = 0.1

/** Below it no check can be made; the test would time out instead of saying so. */
const LEAST_MS = 50

/** The options of a check that must end before its test does. Throws `MisuseError` when that is too soon. */
export function withinTest(
  options: LeakOptions | undefined,
  { remainingMs }: TestTime,
): LeakOptions | undefined {
  if (remainingMs === undefined || options?.timeLimitMs !== undefined) return options
  const timeLimitMs = remainingMs * (1 - RESERVED_SHARE)
  if (timeLimitMs < LEAST_MS) {
    throw new MisuseError(
      `Only ${Math.max(0, Math.round(remainingMs))} ms of this test's time are left, too few for a leak check. Raise the test's timeout: test(name, fn, 20_000).`,
    )
  }
  // What is no object is a misuse: it goes on as it is, to be refused with its value.
  const isMisuse = options !== undefined && (typeof options !== 'object' || options === null)
  return isMisuse ? options : { timeLimitMs, ...options }
}

/** How long a check may wait for its turn, so that it can still be made. */
export function longestWaitMs(remainingMs: number): number {
  return remainingMs * (1 - RESERVED_SHARE) - LEAST_MS
}
