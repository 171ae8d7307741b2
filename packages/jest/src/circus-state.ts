import type { RealProcess } from './stray-errors.ts'

/** What jest-circus keeps of the test that runs, as far as it is read here. */
export interface CircusTest {
  readonly type: 'test'
  readonly name: string
  readonly parent: CircusBlock
  readonly mode?: string | null
  readonly concurrent?: boolean
  /** Set once it has begun, or was left out. */
  readonly status?: string | null
  /** Whether it was declared by `test.failing`. */
  readonly failing?: boolean
  /** Milliseconds; undefined when the test sets no limit of its own. */
  readonly timeout?: number
  /** Epoch milliseconds. */
  readonly startedAt?: number | null
  /** Milliseconds; null until the test is done. */
  readonly duration?: number | null
  /** Each is an error, or a pair of it and `asyncError`. */
  readonly errors: unknown[]
  /** Made where the test was declared. */
  readonly asyncError: unknown
}

/** What a `describe` or the file holds. */
export interface CircusBlock {
  readonly type: 'describeBlock'
  readonly name: string
  readonly parent?: CircusBlock
  readonly mode?: string | null
  readonly children: readonly (CircusBlock | CircusTest)[]
}

export interface CircusState {
  readonly currentlyRunningTest?: CircusTest | null
  readonly rootDescribeBlock: CircusBlock
  readonly hasFocusedTests: boolean
  readonly testNamePattern?: RegExp | null
  readonly testTimeout: number
  readonly parentProcess?: RealProcess | null
}

/** Circus keeps its state under a symbol of the realm that it does not export. */
export function circusState(): CircusState | undefined {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(
    ({ description }) => description === 'JEST_STATE_SYMBOL',
  )
  return symbol && ((globalThis as Record<symbol, unknown>)[symbol] as CircusState)
}

/** `jest.setTimeout` leaves its value under this symbol. */
const TEST_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL')

// Taken before fake timers replace it: circus notes real times.
const realNow = Date.now

/** What is left of the running test's time, its hooks included; undefined outside circus. */
export function remainingMs(state: CircusState | undefined): number | undefined {
  const test = state?.currentlyRunningTest
  if (!state || !test?.startedAt) return undefined
  const fileLimit = (globalThis as Record<symbol, unknown>)[TEST_TIMEOUT] as number | undefined
  return (test.timeout ?? fileLimit ?? state.testTimeout) - (realNow() - test.startedAt)
}
