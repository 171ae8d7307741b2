import { beforeEach, expect, jest } from '@jest/globals'
import {
  appendRow,
  DEFAULT_TERMS,
  type LoopEnvironment,
  type LoopedTest,
  loopTest,
} from '@plateau/core/loop'
import { type CircusBlock, type CircusTest, circusState } from '../circus-state.ts'
import { failureOf, fullName, isAskedFor, whyNotRun } from './circus-tests.ts'

/** Milliseconds that a check may take between two repetitions, its explanation included. */
const TURN_LIMIT_MS = 10 * 60_000

/** The test that is repeated, once its own run has passed. */
interface Looped {
  readonly test: CircusTest
  readonly looped: LoopedTest
  isOver: boolean
}

/**
 * Has circus repeat every test of this file. It runs what the children of a block list: there each test is listed again
 * for as long as a check asks for it, and the hook that runs first waits until it does.
 */
export function loopTests(environment: LoopEnvironment): void {
  let current: Looped | undefined
  const told = new Set<CircusTest>()

  function tell(test: CircusTest, judged: Awaited<LoopedTest['judged']>): void {
    told.add(test)
    const { testPath = '' } = expect.getState()
    appendRow({ id: fullName(test), file: testPath ?? '', runner: 'jest', ...judged }, environment)
  }

  /** After a run of the test: whether there shall be another. */
  function wantsAnother(test: CircusTest): boolean {
    // Others list the tests as well, before they have run and afterwards.
    if (test.status == null || (told.has(test) && current?.test !== test)) return false
    const failure = failureOf(test)
    if (current?.test === test) {
      if (current.isOver) {
        forgetRun(test)
        current = undefined
        return false
      }
      current.looped.turns.done(failure)
      forgetRun(test)
      return true
    }
    if (!isAskedFor(test, circusState())) return false
    const reason = whyNotRun(test, circusState())
    if (reason !== undefined || failure !== undefined) {
      const told = reason ?? `fails in its own first run: ${failure?.message}`
      const failed = reason === undefined ? { failed: true as const } : {}
      tell(test, { kind: 'unloopable', reason: told, ...failed, iterations: 0, ms: 0 })
      return false
    }
    const looped = loopTest(fullName(test), environment.terms ?? DEFAULT_TERMS)
    current = { test, looped, isOver: false }
    setLooping(true)
    return true
  }

  beforeEach(async () => {
    if (current === undefined || circusState()?.currentlyRunningTest !== current.test) return
    forgetSnapshots(fullName(current.test))
    // A mock keeps every call: of a test that runs once, those of one run.
    jest.clearAllMocks()
    if (await current.looped.turns.isAsked()) return
    // This run goes on as the last: what it does is told by nobody.
    current.isOver = true
    setLooping(false)
    tell(current.test, await current.looped.judged)
  }, TURN_LIMIT_MS)

  const state = circusState()
  if (state) repeatIn(state.rootDescribeBlock, wantsAnother)
}

/** Blocks are listed while the file is read, so each is seen when its parent comes to it. */
function repeatIn(block: CircusBlock, wantsAnother: (test: CircusTest) => boolean): void {
  Object.defineProperty(block.children, Symbol.iterator, {
    configurable: true,
    *value(this: CircusBlock['children']) {
      for (let at = 0; at < this.length; at++) {
        const child = this[at] as CircusBlock['children'][number]
        if (child.type === 'describeBlock') {
          if (!Object.hasOwn(child.children, Symbol.iterator)) repeatIn(child, wantsAnother)
          yield child
        } else {
          yield child
          while (isRunning() && wantsAnother(child)) yield child
        }
      }
    },
  })
}

/** Other code lists children as well, before the first test and after the last. */
function isRunning(): boolean {
  return new Error('who lists the children').stack?.includes('_runTestsForDescribeBlock') ?? false
}

function forgetRun({ errors }: CircusTest): void {
  errors.length = 0
}

/** Each assertion of a snapshot has a number, which begins anew with each repetition. */
function forgetSnapshots(name: string): void {
  const { snapshotState } = expect.getState() as {
    snapshotState?: { readonly _counters?: Map<string, number> }
  }
  for (const key of snapshotState?._counters?.keys() ?? []) {
    if (key.startsWith(name)) snapshotState?._counters?.delete(key)
  }
}

/** For the test runner around this realm, which then tells nobody of single runs. */
function setLooping(isLooping: boolean): void {
  ;(globalThis as Record<symbol, unknown>)[Symbol.for('@plateau/looping')] = isLooping
}
