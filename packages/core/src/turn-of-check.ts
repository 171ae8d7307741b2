import type { ProcessLock } from './lock/process-lock.ts'
import { waitForLock } from './lock/wait-for-lock.ts'
import { longestWaitMs, type TestTime } from './match-verdict.ts'
import type { ResolvedOptions } from './options.ts'
import { unsettled } from './plateau/assemble-verdict.ts'
import type { Verdict } from './plateau/verdict.ts'
import { lateAdvice, neverBegunAdvice } from './report/advice.ts'

/** The test that a check runs in. */
export interface TestOfCheck extends TestTime {
  /** Whether the check's time limit is what was left of the test's time, rather than one of its own. */
  readonly setsLimit: boolean
}

/** Where no test's time ends the wait. Each check before has its own limit, so only very many take so long. */
const LONGEST_WAIT_MS = 10 * 60_000

/** A check that missed less of its test's time than this would have missed the decision anyway. */
const LATE_SHARE = 0.1

/**
 * Begins a check once no other runs in any thread of this process. Its own time limit counts from then
 * on. A runner's timer cannot be stopped, though: what is left of a test gets shorter by waiting, and
 * when too little is left the verdict says what it was waited for.
 */
export async function checkInTurn(
  begin: (settings: ResolvedOptions, lock: ProcessLock) => Verdict | Promise<Verdict>,
  settings: ResolvedOptions,
  test: TestOfCheck | undefined,
): Promise<Verdict> {
  const { remainingMs, setsLimit = false } = test ?? {}
  const waited = await waitForLock({
    limitMs: remainingMs === undefined ? LONGEST_WAIT_MS : longestWaitMs(remainingMs),
    signal: settings.signal,
  })
  const { waitedMs } = waited
  if (waited.kind === 'over') return neverBegun(settings, waitedMs)
  const timeLimitMs = setsLimit ? settings.timeLimitMs - waitedMs : settings.timeLimitMs
  const verdict = await begin({ ...settings, timeLimitMs }, waited.lock)
  const isLate = setsLimit && waitedMs >= LATE_SHARE * settings.timeLimitMs
  if (!isLate || verdict.kind !== 'unsettled' || verdict.reason !== 'time') return verdict
  return { ...verdict, advice: `${verdict.advice} ${lateAdvice(waitedMs)}` }
}

function neverBegun({ tolerate }: ResolvedOptions, waitedMs: number): Verdict {
  const parts = { series: [], iterations: 0, judgedIterations: 0, elapsedMs: waitedMs, tolerate }
  return unsettled(parts, { reason: 'time', suspects: [], advice: neverBegunAdvice(waitedMs) })
}
