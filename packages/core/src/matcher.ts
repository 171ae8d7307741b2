import { startCheckFor } from './check-leak.ts'
import { MisuseError } from './errors.ts'
import { type MatcherResult, matchVerdict, withinTest } from './match-verdict.ts'
import { keepHistory } from './measure/keep-history.ts'
import type { LeakOptions } from './options.ts'
import type { Verdict } from './plateau/verdict.ts'
import { processState } from './process-state.ts'
import { showProgress } from './report/progress.ts'
import { recordVerdict } from './report/verdict-log.ts'
import type { Scenario } from './scenario.ts'
import { startTargetCheckAt } from './target/start-target-check.ts'
import { isTarget, type Target } from './target/target.ts'
import { withLedger } from './with-ledger.ts'

export type { MatcherResult }

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
  const within = withinTest(withLedger(options), call)
  const started = isTarget(received)
    ? startShown(received, within, call.remainingMs !== undefined)
    : startCheckFor(received as Scenario, within, {
        test: {
          remainingMs: call.remainingMs,
          setsLimit: options?.timeLimitMs === undefined && within?.timeLimitMs !== undefined,
        },
      })
  return 'then' in started
    ? started.then((verdict) => resultOf(verdict, call))
    : resultOf(started, call)
}

function startShown(
  target: Target,
  options: LeakOptions | undefined,
  isInTest: boolean,
): Promise<Verdict> {
  const started = startTargetCheckAt(target, options, { isInTest, keepHistory })
  const limitMs = options?.timeLimitMs
  if (limitMs === undefined) return started
  return started.finally(showProgress({ name: target.name, limitMs }))
}

function resultOf(verdict: Verdict, call: MatcherCall): MatcherResult {
  recordVerdict(verdict, call)
  return matchVerdict(verdict, call)
}

/** `PLATEAU=off` skips every check of a local run; in CI it would hide leaks, so it is refused there. */
function isSwitchedOff(): boolean {
  if (process.env['PLATEAU'] !== 'off') return false
  if (process.env['CI']) {
    throw new MisuseError(
      'PLATEAU=off is refused while CI is set: a check that is skipped there never fails.',
    )
  }
  const state = processState()
  if (!state.hasWarnedOfOff) {
    state.hasWarnedOfOff = true
    process.emitWarning('PLATEAU=off: leak checks are skipped', { code: 'PLATEAU_OFF' })
  }
  return true
}
