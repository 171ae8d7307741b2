import type { TrackedCheck } from '@plateau/core'
import { type CircusTest, circusState } from './circus-state.ts'

/** The checks of the test that runs now. */
const pending: TrackedCheck[] = []

export function addPending(check: TrackedCheck): void {
  pending.push(check)
}

/** Waits for every check of the test that ends, and fails it with those that nobody awaited. */
export async function settleUnawaited(): Promise<void> {
  const errors: unknown[] = []
  for (const { outcome, isConsumed } of pending.splice(0)) {
    try {
      await outcome
    } catch (error) {
      if (!isConsumed()) errors.push(error)
    }
  }
  if (errors.length === 0) return
  const test = circusState()?.currentlyRunningTest
  if (test?.failing) return acceptFailure(test)
  throw joined(errors)
}

/**
 * A failing test whose body ended without an error failed all the same, by its check. Circus has
 * already noted the contrary, with the error that it had made where the test was declared.
 */
function acceptFailure({ errors, asyncError }: CircusTest): void {
  const at = errors.findIndex((noted) => Array.isArray(noted) && noted[0] === asyncError)
  if (at !== -1) errors.splice(at, 1)
}

/**
 * One hook can throw one error only: the first carries the text of the others. Not by `instanceof`:
 * errors that Node itself makes belong to another realm.
 */
function joined(errors: readonly unknown[]): unknown {
  const [first] = errors
  if (errors.length > 1 && typeof (first as Error | null)?.stack === 'string') {
    const stacks = errors.map((error) => (error as Error | null)?.stack ?? String(error))
    ;(first as Error).stack = stacks.join('\n\n')
  }
  return first
}
