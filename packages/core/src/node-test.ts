import { checkLeak } from './check-leak.ts'
import { MisuseError } from './errors.ts'
import { matchVerdict } from './match-verdict.ts'
import { type Tracked, track as trackAnywhere } from './objects/track.ts'
import type { LeakOptions } from './options.ts'
import type { Verdict } from './plateau/verdict.ts'
import type { Scenario } from './scenario.ts'
import type { Target } from './target/target.ts'
import { failingAt, trackCheck } from './tracked-check.ts'
import { withLedger } from './with-ledger.ts'

/** What is used of the context that `node:test` hands to a test. */
export interface TestContext {
  readonly signal: AbortSignal
  after(hook: () => unknown): void
}

/** What is checked, as `assertNoLeak` of the main entry takes it. */
type Checked<Context> = Scenario<Context> | Target

/**
 * Fails the test when the scenario grows or no decision was possible; resolves to the verdict of a
 * plateau. Enforced even when it is not awaited: the check then fails the same test. It ends with the
 * test's own time.
 */
export function assertNoLeak<Context>(
  test: TestContext,
  scenario: Checked<Context>,
  options?: LeakOptions,
): Promise<Verdict> {
  refuseOtherThanContext(test)
  const site = new Error('assertNoLeak(t, scenario) was called here')
  Error.captureStackTrace?.(site, assertNoLeak)
  const check = checkLeak(scenario, withLedger(endingWith(test.signal, options)))
  const judged = check.then((verdict) => {
    matchVerdict(verdict, { isNot: true })
    return verdict
  })
  const { outcome, isConsumed, handle } = trackCheck(failingAt(site, { outcome: judged, check }))
  test.after(async () => {
    if (isConsumed()) await outcome.catch(() => {})
    else await outcome
  })
  return handle as Promise<Verdict>
}

/** As `track` of the main entry; demanded at the end of the test at the latest. */
export function track(
  test: TestContext,
  object: object,
  options?: { readonly by?: string | symbol },
): Tracked {
  refuseOtherThanContext(test)
  const tracked = trackAnywhere(object, options)
  test.after(() => tracked[Symbol.dispose]())
  return tracked
}

function refuseOtherThanContext(test: TestContext | undefined): void {
  if (typeof test?.after === 'function' && test.signal !== undefined) return
  const received = typeof test === 'function' ? 'a function' : String(test)
  throw new MisuseError(
    `@plateau/core/node-test takes the test's context first, received ${received}: test(name, (t) => assertNoLeak(t, scenario)). Without a context, use @plateau/core.`,
  )
}

/** A misuse goes on as it is, to be refused with its value. */
function endingWith(signal: AbortSignal, options: LeakOptions | undefined): LeakOptions {
  if (options !== undefined && (typeof options !== 'object' || options === null)) return options
  const given = options?.signal
  return { ...options, signal: given ? AbortSignal.any([signal, given]) : signal }
}
