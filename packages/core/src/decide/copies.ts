import { differences } from '../plateau/differences.ts'
import { rateOfEqualBatches } from '../plateau/rate.ts'
import type { Growth } from '../plateau/verdict.ts'
import {
  BATCHES_SHARE,
  COARSEST_SLOT_BYTES,
  COUNTED_SHARE,
  HELD_SHARE,
  SLOT_BYTES,
  VARIED,
} from './bounds.ts'
import { collectionMs, completed, elapsedMs, type History, isLatest, placesOf } from './history.ts'
import { lookedMs } from './ledger-plan.ts'
import { iterationsAtLook } from './moved-stores.ts'
import { iterationMs } from './pace.ts'
import { pauseFor } from './pause.ts'
import { isProportional, sum } from './proportion.ts'
import type { Step } from './step.ts'
import { countsBirths, type Terms } from './terms.ts'
import type { Weight } from './weight.ts'

/** As many stretches between weighings as stores are counted over. */
const WEIGHINGS = 5

/** Smaller objects are in flight in most scenarios. */
const FEWEST_BYTES = 256

/** Iterations between weighings, varied: a copy is as long as what it holds, and takes no larger block now and then. */
const ITERATIONS_BETWEEN = 32

/** To weigh collects all garbage and reads what is alive of one iteration. */
const COLLECTIONS_PER_WEIGHING = 3

/**
 * State that every iteration replaces by a larger copy: of all that is made, one copy is alive, and no store gains an
 * entry. So what one iteration leaves is weighed, again and again for as long as some of it has become larger.
 */
export function copies(history: History, terms: Terms): Step | undefined {
  if (!terms.ages || !countsBirths(history, terms) || !mayBeCopied(history)) return undefined
  const { weights } = history
  if (weights.length > 1 && risingPlaces(weights).length === 0) return undefined
  // One alone tells nothing.
  if (weights.length === 0 && !areTwoInTime(history, terms)) return undefined
  if (isWeighingDue(history)) return { do: 'weigh' }
  if (weights.length >= WEIGHINGS) {
    const growth = grownCopies(history, terms)
    if (growth.length === 0) return undefined
    if (placesOf(history, 'pause', 'copies').length === 0)
      return pauseFor(history, terms, { runs: placesOf(history, 'run', 'copies') })
    if (weights.length > WEIGHINGS)
      return { do: 'end', decision: { kind: 'growth', growth, because: 'objects-get-larger' } }
  }
  const iterations = batchIterations(history, terms)
  if (!isInTime(history, terms, iterations)) return undefined
  return { do: 'run', phase: 'copies', iterations, isSilent: false }
}

/** Whether an object of the youngest iterations is so large that it may be a copy of what all iterations left. */
function mayBeCopied(history: History): boolean {
  const bytes = largestOfYoungest(history)
  return bytes >= Math.max(FEWEST_BYTES, COARSEST_SLOT_BYTES * iterationsAtLook(history))
}

function largestOfYoungest({ looks }: History): number {
  return looks.at(-1)?.largest.at(-1) ?? 0
}

function isWeighingDue(history: History): boolean {
  return history.weights.length === 0 || isLatest(history, 'run', 'copies')
}

function batchIterations(history: History, { limitMs }: Terms): number {
  const { length } = history.weights
  const leftMs = BATCHES_SHARE * (limitMs - elapsedMs(history))
  const inTime = leftMs / WEIGHINGS / Math.max(iterationMs(history), 1e-4)
  return Math.max(
    1,
    Math.ceil(Math.min(ITERATIONS_BETWEEN, inTime) * (VARIED[length % VARIED.length] ?? 1)),
  )
}

/** Each of them takes what the latest look did, and a collection as recording begins. */
function areTwoInTime(history: History, { limitMs }: Terms): boolean {
  const weighingMs = lookedMs(history) + collectionMs(history) + iterationMs(history)
  return elapsedMs(history) + 2 * weighingMs <= COUNTED_SHARE * limitMs
}

function isInTime(
  history: History,
  { limitMs, maxIterations }: Terms,
  iterations: number,
): boolean {
  const neededMs =
    (iterations + 1) * iterationMs(history) + COLLECTIONS_PER_WEIGHING * collectionMs(history)
  const isAllowed = completed(history) + iterations + 1 <= maxIterations
  return isAllowed && elapsedMs(history) + neededMs <= COUNTED_SHARE * limitMs
}

/** The bytes of one place, weighing by weighing. */
interface Rising {
  readonly bytes: readonly number[]
  readonly iterations: readonly number[]
}

/** The places that got heavier each time by as much as the coarsest leak adds. */
function risingPlaces(weights: readonly Weight[]): readonly Rising[] {
  return placesThatGain(weights, (gain, count) => gain >= COARSEST_SLOT_BYTES * count)
}

function placesThatGain(
  weights: readonly Weight[],
  isGain: (bytes: number, iterations: number) => boolean,
): readonly Rising[] {
  const iterations = differences(weights.map((weight) => weight.iterations))
  const keys = weights[0]?.places.map(({ key }) => key) ?? []
  return keys
    .map((key) => ({ bytes: weights.map((weight) => bytesOf(weight, key)), iterations }))
    .filter(({ bytes }) =>
      differences(bytes).every((gain, at) => isGain(gain, iterations[at] ?? 1)),
    )
}

function bytesOf({ places }: Weight, key: string): number {
  return places.find((place) => place.key === key)?.bytes ?? 0
}

/** What the weighings tell once there are enough; nothing before. */
export function grownCopies(history: History, { tolerate }: Terms): readonly Growth[] {
  const { weights } = history
  if (weights.length < WEIGHINGS) return []
  const all = weights.at(-1)?.iterations ?? 0
  const grown = risingPlaces(weights).filter(({ bytes, iterations }) => {
    const slots = differences(bytes).map((gain) => gain / SLOT_BYTES)
    const isHeld =
      (bytes.at(-1) ?? 0) >= (HELD_SHARE * SLOT_BYTES * sum(slots) * all) / sum(iterations)
    return isHeld && isProportional(slots, iterations)
  })
  const iterations = grown[0]?.iterations ?? []
  const rates = iterations.map((count, at) =>
    sum(grown.map(({ bytes }) => (differences(bytes)[at] ?? 0) / count)),
  )
  if (rates.length === 0) return []
  const rate = rateOfEqualBatches(rates, 1)
  return rate.perIteration > (tolerate.heap ?? 0) ? [{ probe: 'heap', ...rate }] : []
}

/**
 * Bytes per iteration that a copy may have grown by: what each weighing found heavier than the one before. Where none was weighed,
 * for want of time or because no object is large enough, all of the largest.
 */
export function mostCopied(history: History, terms: Pick<Terms, 'ages'>): number {
  const { weights } = history
  if (weights.length > 1) {
    const most = placesThatGain(weights, (gain) => gain > 0).map(
      ({ bytes, iterations }) => sum(differences(bytes)) / sum(iterations),
    )
    return Math.max(0, ...most)
  }
  return terms.ages ? largestOfYoungest(history) / Math.max(1, iterationsAtLook(history)) : 0
}
