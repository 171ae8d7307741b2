import { expect } from '@jest/globals'
import {
  atCallSite,
  failingAt,
  isLeakError,
  isUnsettledError,
  type LeakOptions,
  type MatcherResult,
  MisuseError,
  matchLeak,
  type TrackedCheck,
  trackCheck,
} from '@plateau/core'
import { type CircusState, circusState, remainingMs } from './circus-state.ts'
import { type ExpectState, refuseConcurrency } from './concurrent-tests.ts'
import { addPending } from './pending-checks.ts'
import { withMessagesOfItsOwn } from './repeated-messages.ts'
import { endingAtStrayErrors } from './stray-errors.ts'

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
  const site = new Error('expect(scenario).not.toLeak() was called here')
  Error.captureStackTrace(site, toLeak)
  const { currentTestName = '', testPath = '' } = expect.getState()
  const call = {
    test: currentTestName,
    file: testPath ?? '',
    isNot: this.isNot ?? false,
    remainingMs: remainingMs(state),
  }
  try {
    refuseConcurrency(state, expect.getState() as ExpectState)
    refuseOutsideTest(state)
    refuseInsideMatcher(this)
    const result = withMessagesOfItsOwn(() =>
      endingAtStrayErrors(
        (own) => matchLeak(received, own, call),
        options,
        state?.parentProcess ?? undefined,
      ),
    )
    return 'then' in result ? thenable(result.catch(counted), site) : result
  } catch (error) {
    countVerdict(error)
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
  if (state && !state.currentlyRunningTest) {
    throw new MisuseError('toLeak() was called outside a test: move it into test(…) or it(…).')
  }
}

function counted(error: unknown): never {
  countVerdict(error)
  throw error
}

/** Jest counts for `expect.assertions` each matcher that answered, but none that threw. */
function countVerdict(error: unknown): void {
  if (!isLeakError(error) && !isUnsettledError(error)) return
  expect.setState({ assertionCalls: expect.getState().assertionCalls + 1 })
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
