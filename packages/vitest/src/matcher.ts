import {
  atCallSite,
  failingAt,
  type LeakOptions,
  type MatcherResult,
  MisuseError,
  trackCheck,
} from '@plateau/core/browser'
import { type RunnerTask, TestRunner } from 'vitest'
import { annotateVerdict } from './annotate.ts'

type Test = NonNullable<ReturnType<typeof TestRunner.getCurrentTest>>

interface MatcherState {
  readonly isNot?: boolean
  readonly poll?: boolean
  readonly task?: Readonly<RunnerTask>
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
    const test = currentTest(this)
    const site = new Error('expect(scenario).not.toLeak() was called here')
    Error.captureStackTrace?.(site, toLeak)
    try {
      const result = match(received, options, {
        test: fullName(test),
        file: test.file.filepath,
        isNot: this.isNot ?? false,
        remainingMs: remainingMs(test, epochMs()),
      })
      return 'then' in result ? thenable(result, { test, site }) : result
    } catch (error) {
      const annotated = annotateVerdict(test.context, Promise.reject(error))
      test.context.onTestFinished(() => annotated)
      throw atCallSite(error, site)
    }
  }
}

function currentTest({ task, poll }: MatcherState): Test {
  const test = (task ?? TestRunner.getCurrentTest()) as Test | undefined
  if (test?.type !== 'test') {
    throw new MisuseError('toLeak() was called outside a test: move it into test(…) or it(…).')
  }
  if (!task) {
    throw new MisuseError(
      'expect.toLeak() inside another matcher has no one to wait for it: use await expect(scenario).not.toLeak().',
    )
  }
  if (poll) {
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

/**
 * Vitest calls `then` once, with the function that throws the matcher's error, and hands the test what
 * that returns. So the check's final outcome is known here, and can be waited for when the test does not.
 */
function thenable(
  result: Promise<MatcherResult>,
  call: { test: Test; site: Error },
): MatcherResult {
  const { test, site } = call
  const watched = {
    // biome-ignore lint/suspicious/noThenProperty: Vitest looks for it to tell an asynchronous matcher
    then(onResult: (result: MatcherResult) => unknown, onError?: (error: unknown) => unknown) {
      // Asked first, so that the test still runs when its check fails.
      const annotated = annotateVerdict(test.context, result)
      const outcome = failingAt(site, { outcome: result.then(onResult, onError), check: result })
      const { isConsumed, handle } = trackCheck(outcome)
      test.context.onTestFinished(async () => {
        await annotated
        if (isConsumed()) await outcome.catch(() => {})
        else await outcome
      }, UNAWAITED_LIMIT_MS)
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

/** Vitest notes when a test started, its hooks included, and how long it may take. */
function remainingMs(test: Test, epochMs: number): number | undefined {
  const { timeout, result } = test
  if (!timeout || !Number.isFinite(timeout) || result?.startTime === undefined) return undefined
  return timeout - (epochMs - result.startTime)
}
