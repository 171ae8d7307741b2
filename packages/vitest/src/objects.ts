import {
  answerOf,
  atCallSite,
  type Class,
  type Collected,
  keepsNo,
  MisuseError,
  startCollection,
  type Tracked,
  track as trackAnywhere,
  trackCheck,
} from '@plateau/core'
import { currentTest, type Test } from './current-test.ts'

interface MatcherState {
  readonly isNot?: boolean
  /** Always there, whether true or not, where the matcher is called upon a value. */
  readonly poll?: boolean
  /** Not in Vitest 3. */
  readonly task?: unknown
}

interface Answer {
  readonly pass: boolean
  message(): string
}

/** Milliseconds that a demand which was not awaited may take after its test's own body has ended. */
const UNAWAITED_LIMIT_MS = 60_000

/** Vitest's matcher: the object must be gone once the test lets go of it. */
export function toBeCollected(this: MatcherState, received: unknown): Answer {
  const site = siteOf(toBeCollected)
  return demanded(this, site, () => startCollection(received))
}

/** Vitest's matcher: to run the function must leave no instance of the class. */
export function toKeepNo(this: MatcherState, received: unknown, kept: Class): Answer {
  const site = siteOf(toKeepNo)
  return demanded(this, site, () => keepsNo(received as () => unknown, kept))
}

/** As `track` of the core; demanded at the end of the test at the latest. */
export function track(object: object, options?: { readonly by?: string | symbol }): Tracked {
  const tracked = trackAnywhere(object, options)
  const test = currentTest()
  if (test?.type === 'test') test.context.onTestFinished(() => tracked[Symbol.dispose]())
  return tracked
}

/** Its stack is read at once: until then V8 keeps its frames, and thus the assertion, which holds the object. */
function siteOf(matcher: (...given: never[]) => unknown): Error {
  const site = new Error('the matcher was called here')
  Error.captureStackTrace?.(site, matcher)
  void site.stack
  return site
}

/**
 * Vitest calls `then` once, with a function that holds what was received: it is let go of, and what Vitest hands on to
 * the test is the answer itself.
 */
function demanded(state: MatcherState, site: Error, start: () => Promise<Collected>): Answer {
  const test = testOf(state)
  const isNot = state.isNot ?? false
  let answer: Promise<void>
  try {
    answer = answerOf(start(), isNot)
  } catch (error) {
    throw atCallSite(error, site)
  }
  const { outcome, isConsumed, handle } = trackCheck(
    answer.catch((error: unknown) => {
      throw atCallSite(error, site)
    }),
  )
  const { stackTraceLimit } = Error
  // Vitest notes where a hook is registered, and the frames that it notes hold the assertion.
  Error.stackTraceLimit = 0
  test.context.onTestFinished(
    () => (isConsumed() ? outcome.catch(ignore) : outcome).then(ignore),
    UNAWAITED_LIMIT_MS,
  )
  Error.stackTraceLimit = stackTraceLimit
  // biome-ignore lint/suspicious/noThenProperty: Vitest looks for it to tell an asynchronous matcher
  return { then: () => handle } as unknown as Answer
}

function testOf(state: MatcherState): Test {
  const test = (state.task ?? currentTest()) as Test | undefined
  if (test?.type !== 'test') {
    throw new MisuseError('toBeCollected() and toKeepNo() belong inside a test.')
  }
  if (!('poll' in state) || state.poll) {
    throw new MisuseError(
      'toBeCollected() and toKeepNo() wait by themselves: use await expect(thing).toBeCollected(), without expect.poll() and outside other matchers.',
    )
  }
  return test
}

function ignore(): void {}
