import { withoutOdd } from './night-noise.ts'
import { medianOf } from './points.ts'

/** Nights on each side: what two nights show may be the machine. */
const FEWEST_EACH = 3

/**
 * Student's t of the best place for a step. Of 20,000 made-up histories of noise alone 0.2 % reach it in a fortnight,
 * 0.5 % in a week; of those with a step of five times the noise, three nights old, 98 % do.
 */
const STEP_T = 4.8

/** Of the level: a build adds that much without a leak. */
const STEP_PART = 1 / 40

/** Of the noise: over many nights on each side, hardly any rise is too small for the t. */
const ABOVE_NOISE = 2.5

export interface Step {
  /** The first night after it. */
  readonly at: number
  /** About the two levels, as a standard deviation. */
  readonly unevenness: number
}

/** Where the level rose for good from one night to the next; undefined where that is not proved. */
export function steadiestStep(readings: readonly number[], unseen: number): Step | undefined {
  let best: Step & { readonly t: number; readonly rise: number } = {
    at: 0,
    t: 0,
    rise: 0,
    unevenness: 0,
  }
  for (let at = FEWEST_EACH; at <= readings.length - FEWEST_EACH; at++) {
    const candidate = { at, ...riseAt(readings, at) }
    if (candidate.t > best.t) best = candidate
  }
  const { at, t, rise, unevenness } = best
  const least = Math.max(unseen, leastStep(readings), ABOVE_NOISE * unevenness)
  if (t < STEP_T || rise <= least) return undefined
  const isStillUp =
    medianOf(readings.slice(-FEWEST_EACH)) > meanOf(readings.slice(0, at)) + rise / 2
  return isStillUp ? { at, unevenness } : undefined
}

function riseAt(
  readings: readonly number[],
  at: number,
): { readonly t: number; readonly rise: number; readonly unevenness: number } {
  const [before, after] = [readings.slice(0, at), readings.slice(at)]
  const rise = meanOf(after) - meanOf(before)
  const unevenness = Math.sqrt((squaresOf(before) + squaresOf(after)) / (readings.length - 2))
  const error = unevenness * Math.sqrt(1 / before.length + 1 / after.length)
  return { t: rise <= 0 ? 0 : rise / error, rise, unevenness }
}

/** The first of one or two nights at the end that are so high that a step may be proved soon. */
export function jumpAtTheEnd(readings: readonly number[], unseen: number): number | undefined {
  const at = [2, 1]
    .map((nights) => readings.length - nights)
    .find((one) => isJump(readings, one, unseen))
  return at
}

function isJump(readings: readonly number[], at: number, unseen: number): boolean {
  const before = withoutOdd(readings.slice(0, at))
  const noise = Math.sqrt(squaresOf(before) / Math.max(1, before.length - 1))
  const least = Math.max(unseen, leastStep(readings), STEP_T * noise)
  const usual = meanOf(before)
  return readings.slice(at).every((reading) => reading - usual > least)
}

function leastStep(readings: readonly number[]): number {
  return STEP_PART * Math.abs(medianOf(readings))
}

function meanOf(readings: readonly number[]): number {
  return readings.reduce((sum, reading) => sum + reading, 0) / Math.max(1, readings.length)
}

function squaresOf(readings: readonly number[]): number {
  const mean = meanOf(readings)
  return readings.reduce((sum, reading) => sum + (reading - mean) ** 2, 0)
}
