import { nowMs } from './clock.ts'

/** The time a check may take. Wall time is only the outer limit; plans are made in iterations. */
export interface Budget {
  readonly startedMs: number
  readonly limitMs: number
  readonly deadlineMs: number
  spentMs(): number
  leftMs(): number
}

/** Kept back from the limit for the last collections and for the teardown. */
const RESERVE = 0.04

export function startBudget(limitMs: number): Budget {
  const startedMs = nowMs()
  const deadlineMs = startedMs + limitMs * (1 - RESERVE)
  return {
    startedMs,
    limitMs,
    deadlineMs,
    spentMs: () => nowMs() - startedMs,
    leftMs: () => deadlineMs - nowMs(),
  }
}
