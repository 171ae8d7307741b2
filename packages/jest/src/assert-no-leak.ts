import {
  assertNoLeak as assertAnywhere,
  type LeakOptions,
  type Scenario,
  type Target,
  type Verdict,
  withinTest,
} from '@plateau/core'
import { circusState, remainingMs } from './circus-state.ts'
import { withMessagesOfItsOwn } from './repeated-messages.ts'

/**
 * Throws `LeakError` when the scenario grows and `UnsettledError` when no decision was possible in what
 * is left of the test's time; resolves to the verdict of a plateau. Unlike the matcher it must be awaited.
 */
export async function assertNoLeak<Context>(
  scenario: Scenario<Context> | Target,
  options?: LeakOptions,
): Promise<Verdict> {
  const left = { remainingMs: remainingMs(circusState()) }
  return withMessagesOfItsOwn(() => assertAnywhere(scenario, withinTest(options, left)))
}
