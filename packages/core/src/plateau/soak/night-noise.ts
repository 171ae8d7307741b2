import { differences } from '../differences.ts'
import { deviationOf, medianOf } from './points.ts'

/** From one night to the next: neither a step nor creep moves it, both are small between most nights. */
export function noiseBetween(readings: readonly number[]): number {
  return deviationOf(differences(readings)) / Math.SQRT2
}

/** Nights on each side: with three nights of a step, their median is one of them. */
const NEIGHBOURS = 2

/** Hampel (1974): further than three standard deviations from the median of its neighbours, a reading is odd. */
const ODD = 3

/** A night that is unlike its neighbours is taken to be like them: a leak that lasted one night hid steps. */
export function withoutOdd(readings: readonly number[]): readonly number[] {
  const noise = ODD * noiseBetween(readings)
  return readings.map((reading, at) => {
    const near = readings.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1)
    const median = medianOf(near)
    return Math.abs(reading - median) > noise ? median : reading
  })
}
