import { HARNESS_BYTES } from './allowance.ts'
import type { Series, Unit } from './series.ts'
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

function resolutionOf(one: Series, tolerated: number): number | undefined {
  const { unit, collection, iterations } = one
  const last = iterations.at(-1) ?? 0
  const start = iterations.findLastIndex((count) => count <= last / 2)
  const length = last - (iterations[start] ?? 0)
  if (collection !== 'full' || start === -1 || length < FEWEST_ITERATIONS) return undefined
  const isLevel = unit === 'count' ? isLevelCount : isLevelBytes
  if (!isLevel(one, start, tolerated)) return undefined
  return (allowed(unit, length, tolerated) + (unit === 'count' ? 1 : 0)) / (HIDDEN_SHARE * length)
}

function allowed(unit: Unit, length: number, tolerated: number): number {
  const ofUnit =
    unit === 'count' ? STRAY_COUNT : HARNESS_BYTES + COARSE_BYTES_PER_ITERATION * length
  return ofUnit + tolerated * length
}

/** All rises together, no fall deducted; and few falls that a rise of the same size would exceed what is allowed by. */
function isLevelBytes({ iterations, readings }: Series, start: number, tolerated: number): boolean {
  let rise = 0
  let length = 0
  let falling = 0
  for (let at = start + 1; at < readings.length; at++) {
    const run = (iterations[at] ?? 0) - (iterations[at - 1] ?? 0)
    const change = (readings[at] ?? 0) - (readings[at - 1] ?? 0)
    if (run === 0) continue
    length += run
    rise += Math.max(0, change)
    if (-change > Math.max(HARNESS_BYTES, COARSE_BYTES_PER_ITERATION * run)) falling += run
  }
  return rise <= allowed('bytes', length, tolerated) && falling <= HIDDEN_SHARE * length
}

/** A count may go up and down, but in the second half no higher than in the first, save for a stray one. */
function isLevelCount({ iterations, readings }: Series, start: number, tolerated: number): boolean {
  const first = iterations[start] ?? 0
  const last = iterations.at(-1) ?? 0
  const middle = iterations.findLastIndex((count) => count <= (first + last) / 2)
  const highest = Math.max(...readings.slice(start, middle + 1))
  return readings
    .slice(middle + 1)
    .every((count) => count - highest <= allowed('count', last - first, tolerated))
}
