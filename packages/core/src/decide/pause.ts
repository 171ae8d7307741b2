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

/** What is judged as old: the batches of the first half of `runs`, or what the heap has held for so long. */
interface Old {
  readonly runs: readonly number[]
  readonly heldMs?: number
}

/**
 * Lets a clock tick before anything convicts: what is judged as old must have outlived a tick. Where the batches took
 * long, it nearly has by then.
 */
export function pauseFor(history: History, terms: Terms, { runs, heldMs = 0 }: Old): Step {
  const middle = middleOf(history, runs)
  const leftMs = outlivedMs(history, terms) - Math.max(heldMs, msSince(history, middle))
  const missingMs = Math.max(heldMs > 0 ? 0 : leastMs(terms), leftMs)
  return {
    do: 'pause',
    phase: phaseAt(history, middle),
    milliseconds: Math.ceil(Math.min(missingMs, mostMs(terms, elapsedMs(history)))),
  }
}

/**
 * Whether what is judged as old, of the batches in `runs`, has outlived a tick by now: a pause may have been shortened. Whatever
 * a timer of a second lets go, such as a store that unmounts late, is kept evenly until then.
 */
export function haveOutlivedTick(
  history: History,
  terms: Terms,
  { runs, heldMs = 0 }: Old,
): boolean {
  const tickMs = Math.min(TICK_MS, TICK_SHARE * terms.limitMs)
  return Math.max(heldMs, msSince(history, middleOf(history, runs))) >= tickMs - EARLY_MS
}

function outlivedMs(history: History, terms: Terms): number {
  const isLonger = isJudgedByReadings(history, terms) || areScarce(history, terms)
  return isLonger ? TARGET_TICKS * TICK_MS : TICK_MS
}

/** Whether the heap has held what is kept for so long that no pause tells more. */
function isHeldLong(history: History, terms: Terms, heldMs: number): boolean {
  return heldMs >= outlivedMs(history, terms)
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
export function hasPaused(history: History, terms: Terms, { heldMs = 0 }: Old): boolean {
  const paused = latestPause(history)
  if (paused === undefined) return false
  return (
    isHeldLong(history, terms, heldMs) || (history.tookMs[paused] ?? 0) >= leastMs(terms) - EARLY_MS
  )
}

/** Whether the latest pause was as long as the time allowed: a longer one that is missing is not made up for. */
export function wasCutShort(history: History, terms: Terms): boolean {
  const paused = latestPause(history)
  if (paused === undefined) return false
  const allowed = mostMs(terms, history.elapsedMs[paused - 1] ?? 0)
  return (history.tookMs[paused] ?? 0) >= allowed - EARLY_MS
}

function mostMs({ limitMs }: Terms, spentMs: number): number {
  return PAUSE_SHARE * Math.max(0, limitMs - spentMs)
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
