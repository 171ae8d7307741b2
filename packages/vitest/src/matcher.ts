import {
  atCallSite,
  failingAt,
  type LeakOptions,
  type MatcherResult,
  MisuseError,
  trackCheck,
} from '@plateau/core/browser'
import { annotateVerdict } from './annotate.ts'
import { currentTest, type Test } from './current-test.ts'
import { customMessage, withMessage } from './custom-message.ts'
import { remainingMs } from './remaining-time.ts'

interface MatcherState {
  readonly isNot?: boolean
  /** Always there, whether true or not, where the matcher is called upon a value. */
  readonly poll?: boolean
  /** Not in Vitest 3, like the assertion. */
  readonly task?: unknown
  readonly assertion?: unknown
}

/** What is known of the place that the matcher is called from. */
export interface Call {
  readonly test: string
  readonly file: string
  readonly isNot: boolean
  /** What is left of the test's time; undefined where it has no end. */
  readonly remainingMs: number | undefined
}

/** How a scenario is judged: in this process, or in a page. */
export interface Judge {
  match(
    received: unknown,
    options: LeakOptions | undefined,
    call: Call,
  ): MatcherResult | Promise<MatcherResult>
  /** Milliseconds of a clock that no fake timer moves: since 1970, as Vitest notes the start of a test. */
  epochMs(): number
}

type ToLeak = (this: MatcherState, received: unknown, options?: LeakOptions) => MatcherResult

/** Milliseconds that a check which was not awaited may take after its test's own body has ended. */
const UNAWAITED_LIMIT_MS = 10 * 60_000

/** Vitest's matcher. What it returns for an asynchronous check knows whether the test awaited it. */
export function createToLeak({ match, epochMs }: Judge): ToLeak {
  return function toLeak(received, options) {
    const test = testOf(this)
    const site = new Error('expect(scenario).not.toLeak() was called here')
    Error.captureStackTrace?.(site, toLeak)
    const end = endOf(test)
    const message = customMessage(this.assertion)
    try {
      const result = match(received, untilCancelled(options, test), {
        test: fullName(test),
        file: test.file.filepath,
        isNot: this.isNot ?? false,
        remainingMs: remainingMs(test, epochMs()),
      })
      if (!('then' in result)) return result
      const named = result.catch((error: unknown) => {
        throw withMessage(error, message)
      })
      return thenable(named, { test, site, end })
    } catch (error) {
      const annotated = annotateVerdict(test.context, Promise.reject(error))
      end.waitFor(() => annotated)
      throw atCallSite(withMessage(error, message), site)
    }
  }
}

function testOf(state: MatcherState): Test {
  const test = (state.task ?? currentTest()) as Test | undefined
  if (test?.type !== 'test') {
    throw new MisuseError(
      'toLeak() was called outside a test, or in a concurrent one: move it into test(…) or it(…), and let that run on its own.',
    )
  }
  if (!('poll' in state)) {
    throw new MisuseError(
      'expect.toLeak() inside another matcher has no one to wait for it: use await expect(scenario).not.toLeak().',
    )
  }
  if (state.poll) {
    throw new MisuseError(
      'expect.poll() repeats a matcher until it passes, which a leak check must not: use await expect(scenario).not.toLeak().',
    )
  }
  if (test.concurrent) {
    throw new MisuseError(
      'toLeak() cannot run in a concurrent test: what its neighbours allocate would be measured with it. Use test.sequential.',
    )
  }
  return test
}

/** The end of a test, which can be put off until a check has ended. */
interface End {
  waitFor(until: () => Promise<unknown>): void
}

function endOf({ context }: Test): End {
  let wait: () => Promise<unknown> = async () => {}
  try {
    context.onTestFinished(() => wait().then(ignore), UNAWAITED_LIMIT_MS)
  } catch {
    throw new MisuseError(
      'toLeak() cannot run in onTestFinished() or onTestFailed(), where nothing waits for it any more: move it into the test or into afterEach().',
    )
  }
  return {
    waitFor(until) {
      wait = until
    },
  }
}

function ignore(): void {}

/**
 * A check also ends when its test has timed out or the run is cancelled. Vitest 3 and 4 use one signal
 * for all attempts of a test, aborted since the first that timed out.
 */
function untilCancelled(options: LeakOptions | undefined, { context }: Test): typeof options {
  const { signal } = context
  if (!signal || signal.aborted) return options
  if (options === undefined) return { signal }
  return isObject(options) ? { signal, ...options } : options
}

/** What is no object is a misuse: it goes on as it is, to be refused with its value. */
function isObject(received: unknown): boolean {
  return typeof received === 'object' && received !== null
}

/**
 * Vitest calls `then` once, with the function that throws the matcher's error, and hands the test what
 * that returns. So the check's final outcome is known here, and can be waited for when the test does not.
 */
function thenable(
  result: Promise<MatcherResult>,
  { test, site, end }: { test: Test; site: Error; end: End },
): MatcherResult {
  const watched = {
    // biome-ignore lint/suspicious/noThenProperty: Vitest looks for it to tell an asynchronous matcher
    then(onResult: (result: MatcherResult) => unknown, onError?: (error: unknown) => unknown) {
      // Asked first, so that the test still runs when its check fails.
      const annotated = annotateVerdict(test.context, result)
      const outcome = failingAt(site, { outcome: result.then(onResult, onError), check: result })
      const { isConsumed, handle } = trackCheck(outcome)
      end.waitFor(async () => {
        await annotated
        if (isConsumed()) await outcome.catch(() => {})
        else await outcome
      })
      return handle
    },
  }
  return watched as unknown as MatcherResult
}

function fullName(test: Test): string {
  return test.suite ? `${suiteName(test.suite)}${test.name}` : test.name
}

function suiteName(suite: NonNullable<Test['suite']>): string {
  return `${suite.suite ? suiteName(suite.suite) : ''}${suite.name} > `
}
