import { elapsedMs, type History, phaseAt, placesOf } from './history.ts'
import { areScarce } from './scarce.ts'
import type { Step } from './step.ts'
import { isJudgedByReadings, type Terms } from './terms.ts'

/** Longer than the second in which most clocks tick: what undici's and Node's own timers keep is gone by then. */
const TICK_MS = 1050

/** What ends late, because the machine is busy, must have this time at least, however long the batches took; or this part of the limit. */
const LEAST_MS = 400
const LEAST_SHARE = 0.08

/** Timers fire up to a millisecond early, and are read by another clock. */
const EARLY_MS = 2

/** Where less time is left, the part of it that the pause may take. */
const PAUSE_SHARE = 0.4

/** Of a short limit, the part that stands for a tick. */
const TICK_SHARE = 0.25

/** What runs elsewhere sleeps, retries and lingers: the ticks that what it keeps must have outlived. */
const TARGET_TICKS = 2

/**
 * Lets a clock tick before anything convicts: what is judged as old, of the batches in `runs`, must have outlived a tick.
 * Where those took long, it nearly has by then.
 */
export function pauseFor(history: History, terms: Terms, runs: readonly number[]): Step {
  const { limitMs } = terms
  const isLonger = isJudgedByReadings(history, terms) || areScarce(history, terms)
  const outlivedMs = isLonger ? TARGET_TICKS * TICK_MS : TICK_MS
  const middle = middleOf(history, runs)
  const missingMs = Math.max(leastMs(terms), outlivedMs - msSince(history, middle))
  const most = PAUSE_SHARE * Math.max(0, limitMs - elapsedMs(history))
  return {
    do: 'pause',
    phase: phaseAt(history, middle),
    milliseconds: Math.ceil(Math.min(missingMs, most)),
  }
}

/**
 * Whether what is judged as old, of the batches in `runs`, has outlived a tick by now: a pause may have been shortened. Whatever
 * a timer of a second lets go, such as a store that unmounts late, is kept evenly until then.
 */
export function haveOutlivedTick(history: History, terms: Terms, runs: readonly number[]): boolean {
  const tickMs = Math.min(TICK_MS, TICK_SHARE * terms.limitMs)
  return msSince(history, middleOf(history, runs)) >= tickMs - EARLY_MS
}

/** The run up to which batches are judged as old. */
function middleOf(history: History, runs: readonly number[]): number {
  return runs[Math.floor(runs.length / 2)] ?? history.length - 1
}

function msSince(history: History, at: number): number {
  const nowMs = elapsedMs(history)
  return nowMs - (history.elapsedMs[at] ?? nowMs)
}

/** Whether hardly anything ran since a pause, and it was long enough to tell what ends late. */
export function hasPaused(history: History, terms: Terms): boolean {
  const paused = latestPause(history)
  return paused !== undefined && (history.tookMs[paused] ?? 0) >= leastMs(terms) - EARLY_MS
}

/** Whether a pause was cut short, for the time is nearly over: what convicts now is not proved. */
export function wasCutShort(history: History, terms: Terms): boolean {
  return latestPause(history) !== undefined && !hasPaused(history, terms)
}

/** The pause before the latest look, if one batch at most ran since: the next call sweeps what expired meanwhile. */
function latestPause(history: History): number | undefined {
  const paused = placesOf(history, 'pause').at(-1)
  if (paused === undefined) return undefined
  const ran = placesOf(history, 'run').filter((at) => at > paused)
  return ran.length <= 1 ? paused : undefined
}

function leastMs({ limitMs }: Terms): number {
  return Math.min(LEAST_MS, LEAST_SHARE * limitMs)
}
