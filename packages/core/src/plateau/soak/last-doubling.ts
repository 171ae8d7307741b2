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
  const end = points.iterations.at(-1) ?? 0
  const before = levelUpTo(points, end / 2)
  const after = levelUpTo(points, end)
  return before === undefined || after === undefined ? undefined : after - before
}

function levelUpTo({ iterations, readings }: Points, end: number): number | undefined {
  const last = iterations.findLastIndex((count) => count <= end)
  if (last < FEWEST_SAMPLES - 1) return undefined
  const first = iterations.findIndex((count) => count >= end * (1 - END_PART))
  return lowestOf(readings.slice(Math.min(first, last - FEWEST_SAMPLES + 1), last + 1))
}
