import { processState } from './process-state.ts'

/**
 * For runners that keep a note of what a scenario does, such as each of its messages, until the test file ends: `forget` is
 * called before anything is collected and read.
 */
export function provideForgetting(forget: () => void): void {
  processState().forgetting.push(forget)
}

/** Lets runners forget what they have noted of the scenario. */
export function forgetRunnerNotes(): void {
  for (const forget of processState().forgetting) forget()
}
