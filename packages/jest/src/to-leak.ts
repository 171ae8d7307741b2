import { expect } from '@jest/globals'
import {
  atCallSite,
  failingAt,
  type LeakOptions,
  type MatcherResult,
  MisuseError,
  matchLeak,
  type TrackedCheck,
  trackCheck,
} from '@plateau/core'
import { type CircusState, circusState, remainingMs } from './circus-state.ts'
import { addPending } from './pending-checks.ts'

interface MatcherState {
  readonly isNot?: boolean
  readonly promise?: string
}

/** Jest's matcher. What it returns for an asynchronous check knows whether the test awaited it. */
export function toLeak(
  this: MatcherState,
  received: unknown,
  options?: LeakOptions,
): MatcherResult {
  const state = circusState()
  refuseOutsideTest(state)
  refuseInsideMatcher(this)
  const site = new Error('expect(scenario).not.toLeak() was called here')
  Error.captureStackTrace(site, toLeak)
  const { currentTestName = '', testPath = '' } = expect.getState()
  try {
    const result = matchLeak(received, options, {
      test: currentTestName,
      file: testPath ?? '',
      isNot: this.isNot ?? false,
      remainingMs: remainingMs(state),
    })
    return 'then' in result ? thenable(result, site) : result
  } catch (error) {
    throw atCallSite(error, site)
  }
}

/** An asymmetric matcher is asked for its answer at once; Jest then names no promise modifier, not even `''`. */
function refuseInsideMatcher({ promise }: MatcherState): void {
  if (typeof promise === 'string') return
  throw new MisuseError(
    'expect.toLeak() inside another matcher has no one to wait for it: use await expect(scenario).not.toLeak().',
  )
}

function refuseOutsideTest(state: CircusState | undefined): void {
  const test = state?.currentlyRunningTest
  const { currentTestName, currentConcurrentTestName } = expect.getState() as {
    currentTestName?: string
    currentConcurrentTestName?: () => string | undefined
  }
  const concurrentName = currentConcurrentTestName?.()
  const isForeign = concurrentName !== undefined && (!test || concurrentName !== currentTestName)
  if (test?.concurrent || isForeign) {
    throw new MisuseError(
      'toLeak() cannot run in a concurrent test: what its neighbours allocate would be measured with it. Use test instead of test.concurrent.',
    )
  }
  if (state && !test) {
    throw new MisuseError('toLeak() was called outside a test: move it into test(…) or it(…).')
  }
}

/**
 * Jest calls `then` with the function that throws the matcher's error, and hands the test what `catch`
 * of its result returns. So the check's final outcome is known here, and can be waited for when the
 * test does not.
 */
function thenable(result: Promise<MatcherResult>, site: Error): MatcherResult {
  function tracked(outcome: Promise<unknown>): TrackedCheck['handle'] {
    const check = trackCheck(failingAt(site, { outcome, check: result }))
    addPending(check)
    return check.handle
  }
  const watched = {
    // biome-ignore lint/suspicious/noThenProperty: Jest looks for it to tell an asynchronous matcher
    then(...handlers: Parameters<typeof result.then>) {
      const judged = result.then(...handlers)
      return {
        // biome-ignore lint/suspicious/noThenProperty: as above
        then: (...next: Parameters<typeof judged.then>) => judged.then(...next),
        catch: (handler: (error: unknown) => unknown) => tracked(judged.catch(handler)),
      }
    },
    catch: (handler: (error: unknown) => unknown) => tracked(result.catch(handler)),
  }
  return watched as unknown as MatcherResult
}
