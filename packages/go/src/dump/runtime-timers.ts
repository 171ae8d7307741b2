import type { PathStep } from '@plateau/core'

/** Goroutines of the runtime itself hold its processors, and these its timers. */
const INTERNAL = /^goroutine .* in runtime\.\S+, created by runtime\./

/** The path to what a timer holds, without the runtime's own goroutine and tables that lead to the timer. */
export function sinceRuntimeTimers(steps: readonly PathStep[]): readonly PathStep[] {
  const timer = steps.findIndex(({ type }) => type === 'timer')
  if (timer === -1 || !INTERNAL.test(steps[0]?.name ?? '')) return steps
  return [{ name: "the runtime's timers", type: '' }, ...steps.slice(timer)]
}
