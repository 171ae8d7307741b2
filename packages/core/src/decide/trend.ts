import { type Rate, rateOfEqualBatches, rateOfLine } from '../plateau/rate.ts'
import { inGroups } from './groups.ts'
import { isProportional } from './proportion.ts'

/** Readings of one probe after collections, each after so many iterations in all. */
export interface Points {
  readonly iterations: readonly number[]
  readonly readings: readonly number[]
}

/** What batches of iterations gained, one after the other. */
export interface Gains {
  readonly gains: readonly number[]
  readonly iterations: readonly number[]
}

/** What batches gain per iteration, where each gains as much as its iterations let expect. */
export function evenRate({ gains, iterations }: Gains): Rate | undefined {
  const groups = inGroups(gains, iterations)
  if (!isProportional(groups.gains, groups.iterations)) return undefined
  return rateOfEqualBatches(groups.rates, 1)
}

/** Growth that is proportional to the iterations doubles from one quarter to the half after it; steps of a store blur that. */
const LEAST_TIMES_OF_QUARTER = 1.7

/** Of what the quarter to the half grew by: a store that nobody empties never falls, noise falls by as much as it rises. */
const MOST_FALL_OF_QUARTER = 0.5

/**
 * The rate of readings that climb for ever in steps, as the bytes of a list or a map do: they grew from a quarter of the
 * iterations to the half of them by more than `level` allows, and by more from there to the end.
 */
export function climbingRate(
  { iterations, readings }: Points,
  level: (iterations: number) => number,
): Rate | undefined {
  const end = iterations.at(-1) ?? 0
  const [quarter, half] = [placeBy(iterations, end / 4), placeBy(iterations, end / 2)]
  const last = readings.at(-1)
  if (quarter === -1 || half === -1 || last === undefined) return undefined
  const [fromQuarter = 0, fromHalf = 0] = [readings[quarter], readings[half]]
  const first = fromHalf - fromQuarter
  const judged = (iterations[half] ?? 0) - (iterations[quarter] ?? 0)
  if (first <= level(judged)) return undefined
  const late = readings.slice(quarter)
  const falls = late.map((reading, at) => (late[at - 1] ?? reading) - reading)
  if (Math.max(...falls) > MOST_FALL_OF_QUARTER * first) return undefined
  if (last - fromHalf < LEAST_TIMES_OF_QUARTER * first) return undefined
  return rateOfLine(iterations, readings)
}

/** The place of the latest reading after at most so many iterations. */
export function placeBy(iterations: readonly number[], wanted: number): number {
  return iterations.findLastIndex((count) => count <= wanted)
}
