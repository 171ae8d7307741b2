import type { Unit } from '../series.ts'
import { latestFall, nightsSince, withoutFall } from './night-fall.ts'
import { isMended, isStillUp, type Levels, levelsOf } from './night-levels.ts'
import { withoutOdd } from './night-noise.ts'
import { jumpAtTheEnd, steadiestStep } from './night-step.ts'
import { deviationOf, medianOf, type Points, spanOf } from './points.ts'
import { theilSen, Z } from './theil-sen.ts'

/** What one soak left in the history of a probe. */
export interface Night {
  /** ISO 8601. */
  readonly at: string
  readonly commit?: string
  /** Growth per iteration within that night. */
  readonly perIteration: number
  /** The floor of the last quarter, as `settledLevel` tells it. */
  readonly level: number
  /** Of all checkpoints after the warm-up, as `settledNight` tells it; absent in histories of before. */
  readonly settled?: SettledNight
}

export interface SettledNight {
  readonly median: number
  /** How far a checkpoint lies from it, as a standard deviation that no single one can move. */
  readonly spread: number
  readonly checkpoints: number
}

/** Whether the level at which a process settles rises from night to night. */
export interface NightsVerdict {
  readonly kind: 'growth' | 'plateau' | 'unsettled'
  /** `creep`: a bit every night. `step`: from one night to the next. Where it is unsettled: what it may be. */
  readonly shape?: 'creep' | 'step'
  /** Those that were judged: after a fall of the level, those since. */
  readonly nights: number
  /** Change of the settled level per night, in the probe's unit, with its 95 % interval. */
  readonly perNight: number
  readonly interval: readonly [low: number, high: number]
  /** The smallest change per night that would have been found in these nights. */
  readonly resolution: number
  /** Where it rose at once: the last night before and the first one after, with the levels of all before and after. */
  readonly step?: NightsStep
  /** The first night after a fall so recent that the nights before it were judged, too. */
  readonly fell?: Night
  readonly first?: Night
  readonly last?: Night
  /** The level of the last night. */
  readonly level: number
}

export interface NightsStep {
  readonly before: Night
  readonly after: Night
  readonly from: number
  readonly to: number
  /** Nights since. */
  readonly nights: number
}

/** A week of nights is the least that shows a trend and not a deploy. */
const FEWEST_NIGHTS = 7

/** Of the level: what another build or another machine moves it by. */
const UNSEEN_PART = 1 / 100

/** A handle more is a logger that opened one. */
const UNSEEN_COUNT = 1

/**
 * Of the noise from night to night. Where it lasts (0.6 of it from one night to the next), a sign test alone took it for
 * growth in 41 of 1,000 made-up months; with this bound it was 25.
 */
const ABOVE_NOISE = 3

/** Of the level: where not even such a rise would show, a history says nothing. */
const WORST_RESOLUTION = 1 / 10

/** Handles: so few more have one cause each. */
const WORST_RESOLUTION_COUNT = 5

/** From so many nights on, a sign test finds a creep of half the noise a night; before, what looks like one is told. */
const FORTNIGHT = 14

/** A rise that is found in 95 of 100 histories lies so much above the bound of the test. */
const POWER_95 = 1.645

/** Judges what no single night shows; in any order. */
export function judgeNights(history: readonly Night[], unit: Unit = 'bytes'): NightsVerdict {
  const levels = levelsOf(history)
  const fall = latestFall(levels)
  if (fall === undefined) return judgeLevels(levels, unit)
  const since = nightsSince(levels, fall.at)
  if (since.nights.length >= FEWEST_NIGHTS) return judgeLevels(since, unit)
  // Too few since: what the nights before show as well, but for their fall, and of growth nobody knows whether it goes on.
  const { level: _, ...whole } = judgeLevels(withoutFall(levels, fall), unit)
  const kind = whole.kind === 'growth' ? (isMended(levels) ? 'plateau' : 'unsettled') : whole.kind
  const [fell] = since.nights
  return { ...whole, kind, ...(fell && { fell }), level: levels.readings.at(-1) ?? 0 }
}

function judgeLevels(levels: Levels, unit: Unit): NightsVerdict {
  const { nights, readings } = levels
  const points = { iterations: readings.map((_, night) => night), readings }
  const { perIteration: perNight, intervalAt } = theilSen(points)
  const bounds = boundsOf(points, { noise: noiseOf(levels, perNight), unit })
  const [first, last] = [nights[0], nights.at(-1)]
  const told = {
    nights: nights.length,
    perNight,
    interval: intervalAt(Z[95]),
    resolution: bounds.found / Math.max(1, spanOf(points)),
    ...(first && last && { first, last }),
    level: readings.at(-1) ?? 0,
  }
  if (nights.length < FEWEST_NIGHTS) return { kind: 'unsettled', ...told }
  const even = withoutOdd(readings)
  const step = steadiestStep(even, bounds.unseen)
  const rise = isStillUp(readings) ? perNight * spanOf(points) : 0
  const creeps = rise > bounds.proved && intervalAt(Z[99.9])[0] > 0
  if (step && (!creeps || step.unevenness < unevenness({ ...points, readings: even }, perNight))) {
    return { kind: 'growth', shape: 'step', ...told, step: stepOf(levels, step.at) }
  }
  if (creeps) return { kind: 'growth', shape: 'creep', ...told }
  const jump = jumpAtTheEnd(readings, bounds.unseen)
  if (jump !== undefined) {
    return { kind: 'unsettled', shape: 'step', ...told, step: stepOf(levels, jump) }
  }
  const suspect = intervalAt(nights.length < FORTNIGHT ? Z[95] : Z[99.9])[0] > 0
  if (suspect && rise > bounds.unseen) return { kind: 'unsettled', shape: 'creep', ...told }
  return { kind: bounds.found <= bounds.worst ? 'plateau' : 'unsettled', ...told }
}

interface Bounds {
  /** What may rise without being growth. */
  readonly unseen: number
  /** What must have risen over all nights to be growth. */
  readonly proved: number
  /** What would have been found, had it risen over all nights. */
  readonly found: number
  /** Where even more than this would not be found, nothing can be said. */
  readonly worst: number
}

function boundsOf(
  points: Points,
  { noise, unit }: { readonly noise: number; readonly unit: Unit },
): Bounds {
  const usual = Math.abs(medianOf(points.readings))
  const isCount = unit === 'count'
  const unseen = Math.max(UNSEEN_PART * usual, isCount ? UNSEEN_COUNT : 0)
  const proved = Math.max(unseen, ABOVE_NOISE * noise)
  const mean = spanOf(points) / 2
  const squares = points.iterations.reduce((sum, night) => sum + (night - mean) ** 2, 0)
  const error = squares === 0 ? 0 : (noise * spanOf(points)) / Math.sqrt(squares)
  const freedom = Math.max(1, points.readings.length - 2)
  const power = studentOf(POWER_95, freedom)
  return {
    unseen,
    proved,
    found: Math.max(proved + power * error, (studentOf(Z[99.9], freedom) + power) * error),
    worst: Math.max(WORST_RESOLUTION * usual, isCount ? WORST_RESOLUTION_COUNT : 0),
  }
}

/** The first term of Cornish and Fisher's expansion. */
function studentOf(z: number, freedom: number): number {
  return z * (1 + (z * z + 1) / (4 * freedom))
}

/** Between nights, and no less than what the checkpoints within one leave uncertain. */
function noiseOf({ readings, errors }: Levels, perNight: number): number {
  const offsets = readings.map((reading, night) => reading - perNight * night)
  return Math.max(deviationOf(offsets), medianOf(errors))
}

/** About a line of that slope, as a standard deviation. */
function unevenness({ iterations, readings }: Points, slope: number): number {
  const offsets = readings.map((reading, at) => reading - slope * (iterations[at] ?? 0))
  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / Math.max(1, offsets.length)
  const squares = offsets.reduce((sum, offset) => sum + (offset - mean) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, offsets.length - 2))
}

function stepOf({ nights, readings }: Levels, at: number): NightsStep {
  const [before, after] = [nights[at - 1], nights[at]]
  if (before === undefined || after === undefined)
    throw new Error('A step has a night on both sides.')
  return {
    before,
    after,
    from: medianOf(readings.slice(0, at)),
    to: medianOf(readings.slice(at)),
    nights: readings.length - at,
  }
}
