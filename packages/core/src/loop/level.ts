import { allowance } from '../plateau/allowance.ts'
import type { Unit } from '../plateau/series.ts'

/** Readings of all probes after so many repetitions. */
export interface Reading {
  readonly completed: number
  readonly values: Float64Array
}

/** Between this many repetitions, one stray handle is no leak: the coarsest that a check passes leaves more of them. */
const STRAY_ITERATIONS = 16

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
    return Math.abs(rise) <= allowance(unit, iterations, 0)
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
