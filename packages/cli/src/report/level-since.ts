import type { ProbePoint } from './probe-series.ts'

/** Of the samples, those at the end that say what the level is. */
const LEVEL_PART = 1 / 4

/** What an engine, or a runner, moves a level by. */
const WITHIN_PART = 1 / 100
const WITHIN = { bytes: 32_768, count: 1 } as const

/**
 * The iteration from which on every reading lies about the level that the last quarter has; undefined where not even
 * these do.
 */
export function levelSince(
  points: readonly ProbePoint[],
  unit: keyof typeof WITHIN,
): number | undefined {
  const readings = points.map(({ reading = 0 }) => reading)
  const last = readings.slice(-Math.max(1, Math.ceil(readings.length * LEVEL_PART)))
  const level = last.toSorted((one, other) => one - other)[last.length >> 1]
  if (level === undefined) return undefined
  const within = Math.max(WITHIN[unit], WITHIN_PART * level)
  const outside = readings.findLastIndex((reading) => Math.abs(reading - level) > within)
  return outside >= readings.length - last.length ? undefined : points[outside + 1]?.iterations
}
