import { type Points, slicePoints, spanOf } from './points.ts'
import { theilSen, Z } from './theil-sen.ts'

export interface GrowthTerms {
  /** Growth per iteration that is accepted. */
  readonly tolerated: number
  /** How much a level may move by itself, in the unit of the readings. */
  readonly stray: number
  /** Up to so much, noise may rise in one run. */
  readonly unseen: number
}

/**
 * Of the first half's slope, in the second. A store that fills slows down: with a time constant of half
 * the run to less than a half, and noise adds a quarter at the most.
 */
const STILL_GROWING = 0.75

/**
 * A leak rises above its own unevenness, as a multiple of the standard deviation about its line. Few
 * checkpoints of drifting noise reached 12 of it in one run of 200, 16 in one of 1,000. It leaves no room
 * for a single jump or for a quarter without growth, so that neither needs a rule of its own.
 */
const ABOVE_NOISE = 16

/** Seen in a few blocks only, it must be straighter: steps of a warm-up reached 20 of it. */
const FEW_BLOCKS = 7
const ABOVE_NOISE_OF_FEW = 24

/** No more than clean levels wander by, it must be straighter still: three small steps of an engine reached 24. */
const ABOVE_NOISE_IF_SMALL = 32

/** Whether block minima rise throughout: not once, not less and less, and by more than they stray. */
export function growsSteadily(blocks: Points, terms: GrowthTerms): boolean {
  const { tolerated, stray, unseen } = terms
  const whole = theilSen(blocks)
  const rise = (whole.perIteration - tolerated) * spanOf(blocks)
  if (rise <= stray || whole.intervalAt(Z[99.9])[0] <= tolerated) return false
  const above = rise <= unseen ? ABOVE_NOISE_IF_SMALL : aboveNoise(blocks)
  if (rise < above * unevenness(blocks, whole.perIteration)) return false
  return isStillGrowing(blocks)
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

function isStillGrowing(blocks: Points): boolean {
  const half = blocks.readings.length >> 1
  const first = theilSen(slicePoints(blocks, 0, half))
  const second = theilSen(slicePoints(blocks, half, blocks.readings.length))
  return second.perIteration > STILL_GROWING * first.perIteration
}
