import { allowance } from '../allowance.ts'
import { differences } from '../differences.ts'
import type { Unit } from '../series.ts'
import type { Growth } from '../verdict.ts'
import { isClearlyLevel, type LevelTerms } from './clear-level.ts'
import { riseOverLastDoubling } from './last-doubling.ts'
import {
  blockMinima,
  judgedPoints,
  lowestOf,
  medianOf,
  type Points,
  slicePoints,
  spanOf,
} from './points.ts'
import type { SoakMode, SoakSeries } from './soak-run.ts'
import { growsSteadily } from './steady-growth.ts'
import { type Slope, theilSen, Z } from './theil-sen.ts'

/** `short`: too few samples or iterations to tell. `suspect`: it rose, but nothing proves it growth. */
export type SeriesShape = 'plateau' | 'growth' | 'suspect' | 'noise' | 'short'

export interface JudgedSeries {
  readonly series: SoakSeries
  readonly shape: SeriesShape
  readonly growth: Growth
  /** The smallest growth per iteration that would not have passed. */
  readonly resolution: number
  /** Samples after the warm-up that were taken. */
  readonly samples: number
  /** Iterations from the warm-up to the last of them. */
  readonly iterations: number
  readonly firstLevel: number
  readonly lastLevel: number
}

export interface SeriesTerms {
  readonly mode: SoakMode
  readonly warmUpIterations: number
  readonly tolerated: number
}

/**
 * Six pairs of checkpoints: with fewer, chance alone lets all of them rise once in a hundred runs. A level that is
 * clear takes fewer.
 */
export const FEWEST_SAMPLES = 12

/** Judges one probe by its own samples alone. */
export function judgeSeries(series: SoakSeries, terms: SeriesTerms): JudgedSeries {
  const points = judgedPoints(series, terms.warmUpIterations)
  const blocks = blockMinima(points, terms.mode)
  const slope = theilSen(blocks)
  const allowed = allowances(series, { blocks, tolerated: terms.tolerated })
  const shape = shapeOf(series, { points, blocks, slope, terms, allowed })
  return {
    series,
    shape,
    growth: {
      probe: series.probe,
      perIteration: slope.perIteration,
      interval: slope.intervalAt(Z[95]),
    },
    resolution: resolutionOf({ points, slope, allowed, shape }),
    samples: points.readings.length,
    iterations: Math.max(0, (points.iterations.at(-1) ?? 0) - terms.warmUpIterations),
    firstLevel: blocks.readings[0] ?? 0,
    lastLevel: blocks.readings.at(-1) ?? 0,
  }
}

/** What a level may gain over so many judged iterations. */
export function levelTerms(
  series: SoakSeries,
  { tolerated }: Pick<SeriesTerms, 'tolerated'>,
  judged: number,
): LevelTerms {
  return {
    stray: strayOf(series, judged),
    tolerated: tolerated + series.floorPerIteration,
    judged,
  }
}

interface Measured {
  readonly points: Points
  readonly blocks: Points
  readonly slope: Slope
  readonly terms: SeriesTerms
  readonly allowed: Allowances
}

function shapeOf(series: SoakSeries, measured: Measured): SeriesShape {
  const { points, blocks, slope, terms, allowed } = measured
  if (isFew(points)) {
    return isClearlyLevel(points, levelTerms(series, terms, spanOf(points))) ? 'plateau' : 'short'
  }
  const tolerated = terms.tolerated + series.floorPerIteration
  if (growsSteadily(blocks, { tolerated, ...allowed })) return 'growth'
  const rise = riseOverLastDoubling(points)
  if (rise === undefined) return 'short'
  const isFlat = rise <= allowed.ofLevel + (tolerated * (points.iterations.at(-1) ?? 0)) / 2
  if (isFlat && highestRise(measured) <= allowed.ofTrend) return 'plateau'
  return !isFlat || slope.intervalAt(Z[95])[0] > tolerated ? 'suspect' : 'noise'
}

/**
 * What the whole run may still have risen by, after all that was read: the lowest of four bounds. Of few blocks, one that dips is
 * most of what a slope may be: the single readings of the second half say more.
 */
function highestRise({ points, blocks, slope }: Measured): number {
  const seconds = [blocks, points].map((all) => theilSen(secondHalfOf(all)).intervalAt(Z[95])[1])
  const perIteration = Math.min(slope.intervalAt(Z[99.9])[1], ...seconds)
  const range = Math.max(...blocks.readings) - lowestOf(blocks.readings)
  return Math.min(perIteration * spanOf(blocks), range)
}

function secondHalfOf(points: Points): Points {
  return slicePoints(points, points.readings.length >> 1, points.readings.length)
}

interface Allowances {
  /** How much a level may move by itself. */
  readonly stray: number
  /** Up to so much, noise may rise in one run. */
  readonly unseen: number
  /** How much the level may have risen over the last doubling and still be level. */
  readonly ofLevel: number
  /** How much a trend that noise may hide could have risen over all judged iterations. */
  readonly ofTrend: number
}

/** Node 24 steps up by 6 to 10 kB between checkpoints now and then, whatever runs: three of them. */
const ENGINE_BYTES = 32_768

/** A runner or a logger opens one of its own now and then. */
const STRAY_COUNT = 1

/** Standard deviations of the blocks: drift of clean processes stayed below it. */
const NOISE_SPREAD = 4

/**
 * What noise may hide of a process in one run, as a part of its level. Bytes of clean processes stayed
 * below it; counts are small numbers, and what is in flight moves them by more.
 */
const UNSEEN_PART: Readonly<Record<Unit, number>> = { bytes: 1 / 200, count: 1 / 4 }

/**
 * Where a level is flat, noise may hide so many times more, and the resolution tells what it may hide: without
 * it 7 of 10 clean soaks with requests in flight stayed undecided, with it 1 of 7 (`npm run measure -- soak-families`).
 */
const NOISY_TIMES = 4

function allowances(
  series: SoakSeries,
  { blocks, tolerated }: { readonly blocks: Points; readonly tolerated: number },
): Allowances {
  const { unit, floorPerIteration } = series
  const stray = strayOf(series, spanOf(blocks))
  const accepted = (tolerated + floorPerIteration) * spanOf(blocks)
  const unseen = Math.max(stray, UNSEEN_PART[unit] * Math.abs(medianOf(blocks.readings)))
  const spread = NOISE_SPREAD * noiseOf(blocks)
  return {
    stray,
    unseen,
    ofLevel: Math.max(stray, Math.min(unseen, spread)),
    ofTrend: accepted + Math.max(unseen, Math.min(NOISY_TIMES * unseen, spread)),
  }
}

function strayOf({ unit, noise, strayPerSample = 0 }: SoakSeries, iterations: number): number {
  if (unit === 'count') return Math.max(strayPerSample, STRAY_COUNT)
  const own = noise === 'exact' ? allowance(unit, iterations, 0) : ENGINE_BYTES
  return Math.max(strayPerSample, own)
}

/** Told from falls alone, half of what noise does: a store that grows in steps never falls. */
function noiseOf({ readings }: Points): number {
  const falls = differences(readings).map((change) => Math.min(0, change))
  return Math.sqrt(falls.reduce((sum, fall) => sum + fall ** 2, 0) / Math.max(1, falls.length))
}

interface Resolved extends Pick<Measured, 'points' | 'slope' | 'allowed'> {
  readonly shape: SeriesShape
}

/** Few readings have no slope to speak of: what a clear level may gain is told by its stray alone. */
function resolutionOf({ points, slope, allowed, shape }: Resolved): number {
  const doubling = (points.iterations.at(-1) ?? 0) / 2
  if (!isFew(points)) return Math.max(slope.intervalAt(Z[95])[1], allowed.ofLevel / doubling)
  if (shape === 'short') return Number.POSITIVE_INFINITY
  return allowed.stray / Math.min(doubling, spanOf(points))
}

function isFew({ readings }: Points): boolean {
  return readings.length < FEWEST_SAMPLES
}

/** Resident memory never falls back, whatever the program frees: it convicts nobody. */
export function isTrusted({ probe, noise }: SoakSeries): boolean {
  return noise !== 'noisy' && probe !== 'rss'
}

/** Growth that nobody could call drift: twice as much as at the end of the warm-up. */
const DOUBLED = 2

export function hasDoubled({ firstLevel, lastLevel }: JudgedSeries): boolean {
  return lastLevel > firstLevel && lastLevel >= DOUBLED * firstLevel
}
