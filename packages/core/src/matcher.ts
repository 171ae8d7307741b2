import { startCheck } from './check-leak.ts'
import { LeakError, MisuseError, UnsettledError } from './errors.ts'
import type { LeakOptions } from './options.ts'
import type { Verdict } from './plateau/verdict.ts'
import { describeVerdict } from './report/describe-verdict.ts'
import { recordVerdict } from './report/verdict-log.ts'
import type { Scenario } from './scenario.ts'
import type { Target } from './target/target.ts'

/** What a runner's `expect.extend` takes: `pass` means that the scenario leaks. */
export interface MatcherResult {
  readonly pass: boolean
  message(): string
}

/** What an adapter knows of the place that a matcher is called from. */
export interface MatcherCall {
  /** The test's full name, for the log of verdicts. */
  readonly test: string
  /** The test's file, for the log of verdicts. */
  readonly file: string
  /** Whether `.not` precedes the matcher. */
  readonly isNot: boolean
  /** What is left of the test's time; undefined where the runner sets none. */
  readonly remainingMs: number | undefined
}

/** Kept back from the test's remaining time, for its own clean-up and the runner. */
const RESERVED_SHARE = 0.1

/** Below it no check can be made; the test would time out instead of saying so. */
const LEAST_MS = 50

/**
 * The matcher behind `expect(scenario).not.toLeak(options)`, for any runner. A plateau of a
 * synchronous scenario is a plain result; everything else is a promise, which rejects where neither
 * answer would be true: with `UnsettledError`, `MisuseError` or the scenario's own error.
 */
export function matchLeak(
  received: unknown,
  options: LeakOptions | undefined,
  call: MatcherCall,
): MatcherResult | Promise<MatcherResult> {
  if (isSwitchedOff()) return { pass: !call.isNot, message: () => 'PLATEAU=off: not checked' }
  const started = startCheck(received as Scenario | Target, withinTest(options, call))
  return 'then' in started
    ? started.then((verdict) => resultOf(verdict, call))
    : resultOf(started, call)
}

function resultOf(verdict: Verdict, call: MatcherCall): MatcherResult {
  recordVerdict(verdict, call)
  if (verdict.kind === 'unsettled') throw new UnsettledError(describeVerdict(verdict), verdict)
  if (verdict.kind === 'growth') {
    // Thrown rather than returned, so that the error carries its code and its verdict.
    if (call.isNot) throw new LeakError(describeVerdict(verdict), verdict)
    return { pass: true, message: () => describeVerdict(verdict) }
  }
  return {
    pass: false,
    message: () => `expected scenario to leak, but ${describeVerdict(verdict)}`,
  }
}

function withinTest(
  options: LeakOptions | undefined,
  { remainingMs }: MatcherCall,
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

/** `PLATEAU=off` skips every check of a local run; in CI it would hide leaks, so it is refused there. */
function isSwitchedOff(): boolean {
  if (process.env['PLATEAU'] !== 'off') return false
  if (process.env['CI']) {
    throw new MisuseError(
      'PLATEAU=off is refused while CI is set: a check that is skipped there never fails.',
    )
  }
  process.emitWarning('PLATEAU=off: leak checks are skipped', { code: 'PLATEAU_OFF' })
  return true
}
