import type { Unit } from '../series.ts'
import { medianOf, type Points, slicePoints, spanOf } from './points.ts'
import { theilSen, Z } from './theil-sen.ts'

export interface GrowthTerms {
  readonly unit: Unit
  /** Growth per iteration that is accepted. */
  readonly tolerated: number
  /** How much a level may move by itself, in the unit of the readings. */
  readonly stray: number
  /** Up to so much, noise may rise in one run. */
  readonly unseen: number
}

/** A store that fills slows down: 500 caches that were full after half of the run all stayed below it. */
const STILL_GROWING = 0.6

/**
 * A leak rises above its own unevenness, as a multiple of the standard deviation about its line. Few
 * checkpoints of drifting noise reached 12 of it in one run of 200, 16 in one of 1,000.
 */
const ABOVE_NOISE = 16

/** Seen in a few blocks only, it must be straighter: steps of a warm-up reached 20 of it. */
const FEW_BLOCKS = 7
const ABOVE_NOISE_OF_FEW = 24

/** No more than clean levels wander by, it must be straighter still: three small steps of an engine reached 24. */
const ABOVE_NOISE_IF_SMALL = 32

/** Whether block minima rise throughout: not once, not less and less, and by more than they stray. */
export function growsSteadily(blocks: Points, terms: GrowthTerms): boolean {
  const { tolerated, stray, unseen, unit } = terms
  const whole = theilSen(blocks)
  if (whole.intervalAt(Z[99.9])[0] <= tolerated) return false
  const rise = (whole.perIteration - tolerated) * spanOf(blocks)
  if (rise <= stray) return false
  const above = rise <= unseen ? ABOVE_NOISE_IF_SMALL : aboveNoise(blocks)
  if (rise < above * unevenness(blocks, whole.perIteration)) return false
  if (!agreeingHalves(blocks)) return false
  if (theilSen(withoutLargestJump(blocks)).intervalAt(Z[99])[0] <= 0) return false
  return unit === 'bytes' || risesInEveryPart(blocks)
}

function aboveNoise({ readings }: Points): number {
  return readings.length <= FEW_BLOCKS ? ABOVE_NOISE_OF_FEW : ABOVE_NOISE
}

/** How far the blocks lie off their line, as a standard deviation: not a robust one, for steps must count. */
function unevenness({ iterations, readings }: Points, slope: number): number {
  const offsets = readings.map((reading, at) => reading - slope * (iterations[at] ?? 0))
  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length
  return Math.sqrt(offsets.reduce((sum, offset) => sum + (offset - mean) ** 2, 0) / offsets.length)
}

function agreeingHalves(blocks: Points): boolean {
  const half = blocks.readings.length >> 1
  const first = theilSen(slicePoints(blocks, 0, half))
  const second = theilSen(slicePoints(blocks, half, blocks.readings.length))
  return (
    first.intervalAt(Z[95])[0] > 0 &&
    second.intervalAt(Z[95])[0] > 0 &&
    second.perIteration > STILL_GROWING * first.perIteration
  )
}

/** One deploy, one compaction or one cache that was cleared must not make a trend. */
function withoutLargestJump({ iterations, readings }: Points): Points {
  const steps = readings.slice(1).map((reading, at) => reading - (readings[at] ?? 0))
  const largest = steps.indexOf(Math.max(...steps))
  const excess = Math.max(0, (steps[largest] ?? 0) - medianOf(steps))
  return {
    iterations,
    readings: readings.map((reading, at) => (at > largest ? reading - excess : reading)),
  }
}

/** Counts are exact: where something is kept, each quarter ends higher than the one before. */
const PARTS = 4

function risesInEveryPart({ readings }: Points): boolean {
  const lowest = Array.from({ length: PARTS }, (_, part) =>
    Math.min(
      ...readings.slice(
        Math.floor((part * readings.length) / PARTS),
        Math.floor(((part + 1) * readings.length) / PARTS),
      ),
    ),
  )
  return lowest.every((amount, part) => part === 0 || amount > (lowest[part - 1] ?? 0))
}
