import { HARNESS_BYTES } from './allowance.ts'
import type { Series } from './series.ts'
import type { Resolution } from './verdict.ts'

/** Bytes per iteration that a probe may rise by, all its rises together and no fall deducted. */
const COARSE_BYTES_PER_ITERATION = 2

/** A handle of the runner's own, such as the timer of its progress bar, that is open in one sample and not in the next. */
const STRAY_COUNT = 1

/** The part of the iterations in which what fell may hide a leak; in the others it must show. */
const HIDDEN_SHARE = 0.5

/**
 * Iterations from which a leak of 8 bytes in each of them exceeds what is allowed, though it showed in half
 * of them alone: 8 * 48 / 2 = 96 + 2 * 48.
 */
const FEWEST_ITERATIONS = 48

/**
 * The smallest steady leak per iteration that readings of a check that ran out of time rule out; undefined where they
 * rule out none, or only leaks of more than 8 bytes per iteration. Looks at the last half of all iterations at least,
 * so that every store that doubles has doubled in them. Changes without an iteration are the check's own.
 */
export function coarseResolution(
  series: readonly Series[],
  tolerate: Resolution,
): Resolution | undefined {
  const found = series.map((one) => [one.probe, resolutionOf(one, tolerate[one.probe] ?? 0)])
  if (found.length === 0 || found.some(([, resolution]) => resolution === undefined))
    return undefined
  return Object.fromEntries(found)
}

function resolutionOf(
  { unit, collection, iterations, readings }: Series,
  tolerated: number,
): number | undefined {
  const last = iterations.at(-1) ?? 0
  const start = iterations.findLastIndex((count) => count <= last / 2)
  const length = last - (iterations[start] ?? 0)
  if (collection !== 'full' || start === -1 || length < FEWEST_ITERATIONS) return undefined
  const window = { iterations: iterations.slice(start), readings: readings.slice(start), length }
  const ofUnit =
    unit === 'count' ? STRAY_COUNT : HARNESS_BYTES + COARSE_BYTES_PER_ITERATION * length
  const allowed = ofUnit + tolerated * length
  const isLevel = unit === 'count' ? isLevelCount : isLevelBytes
  if (!isLevel(window, allowed)) return undefined
  return (allowed + (unit === 'count' ? 1 : 0)) / (HIDDEN_SHARE * length)
}

/** The readings that are judged, the first of them as their base. */
interface Window extends Pick<Series, 'iterations' | 'readings'> {
  /** Iterations from the first reading to the last. */
  readonly length: number
}

/** All rises together, no fall deducted; and falls by more than may rise in few of the iterations. */
function isLevelBytes({ iterations, readings, length }: Window, allowed: number): boolean {
  let rise = 0
  let falling = 0
  for (let at = 1; at < readings.length; at++) {
    const run = (iterations[at] ?? 0) - (iterations[at - 1] ?? 0)
    const change = (readings[at] ?? 0) - (readings[at - 1] ?? 0)
    if (run === 0) continue
    rise += Math.max(0, change)
    if (-change > Math.max(HARNESS_BYTES, COARSE_BYTES_PER_ITERATION * run)) falling += run
  }
  return rise <= allowed && falling <= HIDDEN_SHARE * length
}

/** A count may go up and down, but in the second half no higher than in the first, save for a stray one. */
function isLevelCount({ iterations, readings, length }: Window, allowed: number): boolean {
  const middle = (iterations[0] ?? 0) + length / 2
  const later = iterations.findIndex((count) => count > middle)
  const highest = Math.max(...readings.slice(0, later))
  return readings.slice(later).every((count) => count - highest <= allowed)
}
