import { expect } from '@jest/globals'
import {
  answerOf,
  atCallSite,
  type Class,
  type Collected,
  keepsNo,
  type MatcherResult,
  startCollection,
  type Tracked,
  track as trackAnywhere,
  trackCheck,
} from '@plateau/core'
import { addPending } from './pending-checks.ts'

interface MatcherState {
  readonly isNot?: boolean
}

/** Jest's matcher: the object must be gone once the test lets go of it. */
export function toBeCollected(this: MatcherState, received: unknown): MatcherResult {
  const site = siteOf(toBeCollected)
  return demanded(this, site, () => startCollection(received))
}

/** Jest's matcher: to run the function must leave no instance of the class. */
export function toKeepNo(this: MatcherState, received: unknown, kept: Class): MatcherResult {
  const site = siteOf(toKeepNo)
  return demanded(this, site, () => keepsNo(received as () => unknown, kept))
}

/** The tracked objects of the test that runs now. */
const tracked: Tracked[] = []

/** As `track` of the core; demanded at the end of the test at the latest. */
export function track(object: object, options?: { readonly by?: string | symbol }): Tracked {
  const one = trackAnywhere(object, options)
  tracked.push(one)
  return one
}

/** Fails the test that ends for the first of its tracked objects that was not disposed of. */
export function settleTracked(): void {
  for (const one of tracked.splice(0)) one[Symbol.dispose]()
}

/** Its stack is read at once: until then V8 keeps its frames, and thus what they hold. */
function siteOf(matcher: (...given: never[]) => unknown): Error {
  const site = new Error('the matcher was called here')
  Error.captureStackTrace(site, matcher)
  void site.stack
  return site
}

/**
 * Jest calls `then` with functions that hold what was received: they are let go of, and what Jest hands on to the test
 * is the answer itself.
 */
function demanded(
  { isNot = false }: MatcherState,
  site: Error,
  start: () => Promise<Collected>,
): MatcherResult {
  // Jest counts for `expect.assertions` in the function that is let go of.
  expect.setState({ assertionCalls: expect.getState().assertionCalls + 1 })
  let answer: Promise<void>
  try {
    answer = answerOf(start(), isNot)
  } catch (error) {
    throw atCallSite(error, site)
  }
  const check = trackCheck(
    answer.catch((error: unknown) => {
      throw atCallSite(error, site)
    }),
  )
  addPending(check)
  const released = {
    // biome-ignore lint/suspicious/noThenProperty: Jest looks for it to tell an asynchronous matcher
    then: () => ({ catch: () => check.handle }),
    catch: () => check.handle,
  }
  return released as unknown as MatcherResult
}
