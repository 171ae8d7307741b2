import { lowestOf, type Points } from './points.ts'

/**
 * The part of all iterations at the end in which the lowest reading is looked for, and the same part of
 * the first half. Whatever store doubles does so once between them, wherever its steps fall.
 */
const END_PART = 1 / 8

/** Node 22 reads 30 kB more after every second collection: one sample is no level. */
const FEWEST_SAMPLES = 2

/** How far the level rose while the iterations doubled; undefined where no sample is that early. */
export function riseOverLastDoubling(points: Points): number | undefined {
  const { iterations, readings } = points
  const end = iterations.at(-1) ?? 0
  // From at most half of where the later part begins, or a step could fall between the two.
  const from = iterations.findLastIndex((count) => count <= (end / 2) * (1 - END_PART))
  const half = iterations.findLastIndex((count) => count <= end / 2)
  if (half < FEWEST_SAMPLES - 1) return undefined
  const before = readings.slice(Math.max(0, Math.min(from, half - FEWEST_SAMPLES + 1)), half + 1)
  const later = iterations.findIndex((count) => count >= end * (1 - END_PART))
  const after = readings.slice(Math.min(later, iterations.length - FEWEST_SAMPLES))
  return lowestOf(after) - lowestOf(before)
}
