import type { Test } from './current-test.ts'

/** When the attempt began that a test is at, as far as its checks can know. */
interface Attempt {
  readonly stage: string
  readonly startedMs: number
}

const attempts = new WeakMap<Test, Attempt>()

/**
 * Milliseconds that are left of the test's time; undefined where it has no end. Vitest notes when a
 * test started, its hooks included, but each further attempt has the whole time again, and so have the
 * hooks after it: these began, at the latest, with their first check.
 */
export function remainingMs(test: Test, nowMs: number): number | undefined {
  const { timeout, result } = test
  if (!timeout || !Number.isFinite(timeout) || result?.startTime === undefined) return undefined
  return timeout - (nowMs - startedMs(test, { nowMs, startTime: result.startTime }))
}

function startedMs(test: Test, { nowMs, startTime }: { nowMs: number; startTime: number }): number {
  const { state, retryCount = 0, repeatCount = 0 } = test.result ?? {}
  if (state === 'run' && retryCount === 0 && repeatCount === 0) return startTime
  const stage = `${state} ${retryCount} ${repeatCount}`
  const known = attempts.get(test)
  if (known?.stage === stage) return known.startedMs
  attempts.set(test, { stage, startedMs: nowMs })
  return nowMs
}
