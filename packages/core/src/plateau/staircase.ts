import { allowance } from './allowance.ts'
import type { Series } from './series.ts'

/**
 * Growth that is proportional to the iterations doubles from one quarter to the half after it; steps
 * of a store blur that, but not in every round. A mark that is raised now and then grows by no more
 * than before, and so does a store that was full before the last part of the iterations.
 */
const PROPORTIONAL = 1.7

/** Of what the quarter to the half grew by: a store that nobody empties never falls, noise falls by as much as it rises. */
const MOST_FALL = 0.5

/**
 * Whether exact readings climb for ever in steps, as the bytes of a slice or a map do: they grew from a
 * quarter of the iterations to the half of them, and by more from there to the end.
 */
export function climbs(series: Series, toleratedPerIteration: number): boolean {
  const { iterations, unit } = series
  const end = iterations.at(-1) ?? 0
  const quarter = readingAt(series, end / 4)
  const half = readingAt(series, end / 2)
  const last = series.readings.at(-1)
  if (quarter === undefined || half === undefined || last === undefined) return false
  const first = half.reading - quarter.reading
  const second = last - half.reading
  const judged = half.iterations - quarter.iterations
  if (first <= allowance(unit, judged, toleratedPerIteration)) return false
  if (largestFall(series, quarter.iterations) > MOST_FALL * first) return false
  return second >= PROPORTIONAL * first
}

/** By how much the readings fell at most from one sample to the next, from so many iterations on. */
function largestFall({ iterations, readings }: Series, from: number): number {
  const start = iterations.findIndex((count) => count >= from)
  const late = readings.slice(start)
  return late.reduce((most, reading, at) => Math.max(most, (late[at - 1] ?? reading) - reading), 0)
}

/** What the second half of all iterations grew by, per iteration. */
export function rateOfSecondHalf(series: Series): number {
  const end = series.iterations.at(-1) ?? 0
  const half = readingAt(series, end / 2)
  if (half === undefined || end === half.iterations) return 0
  return ((series.readings.at(-1) ?? 0) - half.reading) / (end - half.iterations)
}

/** The latest sample that was taken after at most so many iterations. */
function readingAt(
  { iterations, readings }: Series,
  wanted: number,
): { readonly iterations: number; readonly reading: number } | undefined {
  const at = iterations.findLastIndex((count) => count <= wanted)
  const [count, reading] = [iterations[at], readings[at]]
  return count === undefined || reading === undefined ? undefined : { iterations: count, reading }
}
