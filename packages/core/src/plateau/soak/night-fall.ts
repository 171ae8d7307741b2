import type { Levels } from './night-levels.ts'
import { noiseBetween } from './night-noise.ts'
import { medianOf } from './points.ts'

/** Nights on each side whose medians are compared. */
const NIGHTS = 3

/** Of the level, as of a step that rises. */
const FALL_PART = 1 / 40

/** Of the noise: the medians of three nights differ by as much as one night strays. */
const ABOVE_NOISE = 4

/** The level fell for good: what rose before was mended, and what creeps up since must not hide below it. */
export interface Fall {
  /** The first night after it. */
  readonly at: number
  readonly by: number
}

/** The latest fall; undefined where none is proved. */
export function latestFall({ readings }: Levels): Fall | undefined {
  const least = Math.max(
    FALL_PART * Math.abs(medianOf(readings)),
    ABOVE_NOISE * noiseBetween(readings),
  )
  const isFall = (at: number): boolean => fallAt(readings, at) > least
  let last = readings.length - NIGHTS
  while (last >= NIGHTS && !isFall(last)) last--
  let at = last
  // The medians fall for one night before and after, too: it is where the level itself falls most.
  for (let one = last; one >= NIGHTS && isFall(one); one--) {
    if (changeAt(readings, one) < changeAt(readings, at)) at = one
  }
  return last < NIGHTS ? undefined : { at, by: fallAt(readings, at) }
}

function changeAt(readings: readonly number[], at: number): number {
  return (readings[at] ?? 0) - (readings[at - 1] ?? 0)
}

function fallAt(readings: readonly number[], at: number): number {
  return medianOf(readings.slice(at - NIGHTS, at)) - medianOf(readings.slice(at, at + NIGHTS))
}

export function nightsSince({ nights, readings, errors }: Levels, at: number): Levels {
  return { nights: nights.slice(at), readings: readings.slice(at), errors: errors.slice(at) }
}

/** As if it had not fallen. */
export function withoutFall(levels: Levels, { at, by }: Fall): Levels {
  const readings = levels.readings.map((reading, night) => (night < at ? reading : reading + by))
  return { ...levels, readings }
}
