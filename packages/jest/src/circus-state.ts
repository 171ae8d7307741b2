/** What jest-circus keeps of the test that runs, as far as it is read here. */
export interface CircusTest {
  readonly name: string
  readonly concurrent?: boolean
  /** Milliseconds; undefined when the test sets no limit of its own. */
  readonly timeout?: number
  /** Epoch milliseconds. */
  readonly startedAt?: number | null
}

export interface CircusState {
  readonly currentlyRunningTest?: CircusTest | null
  readonly testTimeout: number
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
