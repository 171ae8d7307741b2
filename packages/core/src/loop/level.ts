import { HARNESS_BYTES } from '../plateau/allowance.ts'
import type { Unit } from '../plateau/series.ts'

/** Readings of all probes after so many repetitions. */
export interface Reading {
  readonly completed: number
  readonly values: Float64Array
}

/** In multiples of the repetitions before the first reading, which only settles what the test before has left. */
const WINDOW = 4
const WINDOWS = 24

/** As many windows pass most clean tests: two stretches, each as long as what came before it. */
export const FEWEST_WINDOWS = 4

/**
 * When readings are taken, in multiples of the repetitions before the first. All windows are alike: weak tables are as large as
 * what dies between two collections needs, and longer windows would make those of Vitest's mocks grow, and of promises that
 * are rejected.
 */
export const READ_AFTER: readonly number[] = [
  1,
  ...Array.from({ length: WINDOWS }, (_, at) => (at + 1) * WINDOW),
]

/** Between this many repetitions, one stray handle is no leak: the coarsest that a check passes leaves more of them. */
const STRAY_ITERATIONS = 16

/**
 * Bytes per repetition that a quick look passes. A number that is pushed onto an array takes 6 or more on average over two
 * stretches that begin with it, whatever room the array has; an object takes 16.
 */
const RESOLUTION = 3

/**
 * Whether the latest reading stands at the end of two level stretches, each at least as long as all that came before it: a
 * store takes its next step within one of them. What rose in between and fell back is passed over.
 */
export function endsLevel(units: readonly Unit[], readings: readonly Reading[]): boolean {
  const last = readings.at(-1)
  if (last === undefined) return false
  const middles = readings.filter((middle) => isStretch(units, middle, last))
  return middles.some((middle) => readings.some((first) => isStretch(units, first, middle)))
}

function isStretch(units: readonly Unit[], from: Reading, to: Reading): boolean {
  const iterations = to.completed - from.completed
  if (iterations < from.completed || iterations === 0) return false
  return units.every((unit, at) => {
    const rise = (to.values[at] ?? 0) - (from.values[at] ?? 0)
    if (unit === 'count') return rise <= (iterations >= STRAY_ITERATIONS ? 1 : 0)
    // What fell may have been a backlog, and hide what was kept meanwhile.
    return rise >= -HARNESS_BYTES && rise <= Math.max(HARNESS_BYTES, RESOLUTION * iterations)
  })
}

/** So much more than at first, and twice as many repetitions would fill the machine before a check decides. */
const MOST_BYTES = 8 * 2 ** 20
const MOST_COUNTED = 48

export function hasGrownMuch(units: readonly Unit[], readings: readonly Reading[]): boolean {
  const [first, last] = [readings[0], readings.at(-1)]
  return units.some((unit, at) => {
    const rise = (last?.values[at] ?? 0) - (first?.values[at] ?? 0)
    return rise > (unit === 'count' ? MOST_COUNTED : MOST_BYTES)
  })
}

/** An object of each repetition takes twice as much; of clean tests no eight windows in a row rise so, in a process that has just begun either. */
const STEADY_BYTES = 8
const STEADY_WINDOWS = 8

/** Whether each of the latest windows rose as a leak does, of which a check will have to say why. */
export function growsSteadily(units: readonly Unit[], readings: readonly Reading[]): boolean {
  const latest = readings.slice(-STEADY_WINDOWS - 1)
  if (readings.length <= FEWEST_WINDOWS + STEADY_WINDOWS) return false
  return units.some((unit, at) =>
    latest.every((reading, n) => {
      const before = latest[n - 1]
      if (before === undefined) return true
      const rise = (reading.values[at] ?? 0) - (before.values[at] ?? 0)
      const iterations = reading.completed - before.completed
      return rise > (unit === 'count' ? 0 : STEADY_BYTES * iterations)
    }),
  )
}
