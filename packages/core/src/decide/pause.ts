import { elapsedMs, type History, phaseAt } from './history.ts'
import type { Step } from './step.ts'
import { isJudgedByReadings, type Terms } from './terms.ts'

/** Longer than the second in which most clocks tick: what undici's and Node's own timers keep is gone by then. */
const TICK_MS = 1050

/** Where less time is left, the part of it that the pause may take. */
const PAUSE_SHARE = 0.3

/** What runs elsewhere sleeps, retries and lingers: the ticks that what it keeps must have outlived. */
const TARGET_TICKS = 2

/**
 * Lets a clock tick before anything convicts: what is judged as old, of the batches in `runs`, must have outlived a tick.
 * Where those took long, it has by then.
 */
export function pauseFor(history: History, terms: Terms, runs: readonly number[]): Step {
  const { limitMs } = terms
  const outlivedMs = isJudgedByReadings(history, terms) ? TARGET_TICKS * TICK_MS : TICK_MS
  const nowMs = elapsedMs(history)
  const middle = runs[Math.floor(runs.length / 2)] ?? history.length - 1
  const missingMs = Math.max(0, outlivedMs - (nowMs - (history.elapsedMs[middle] ?? nowMs)))
  const most = PAUSE_SHARE * Math.max(0, limitMs - nowMs)
  return {
    do: 'pause',
    phase: phaseAt(history, middle),
    milliseconds: Math.round(Math.min(missingMs, most)),
  }
}
