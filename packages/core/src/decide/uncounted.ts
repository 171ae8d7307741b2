import { allowance } from '../plateau/allowance.ts'
import { batchesOf, riseInLedger } from './batches.ts'
import { COARSEST_SLOT_BYTES, COUNTED_SHARE, SLOT_BYTES, TELLING_DOUBLINGS } from './bounds.ts'
import { gateMoves, hasRisen, isLevelForStores } from './gate-heap.ts'
import {
  collectionMs,
  completed,
  elapsedMs,
  type History,
  isLatest,
  placesOf,
  probeNamed,
  readingAt,
  recordingOf,
} from './history.ts'
import type { Look } from './look.ts'
import { unrecordedMs } from './pace.ts'
import { isEnough, sum } from './proportion.ts'
import { areScarce } from './scarce.ts'
import type { Step } from './step.ts'
import { countsBirths, type Terms } from './terms.ts'

/** Whether something may grow that births do not show. */
export function needsCount(history: History, terms: Terms): boolean {
  const isAsked = history.probes.some(({ name }) => name === 'heap' || name === 'external')
  if (!isAsked) return false
  if (!countsBirths(history, terms)) return true
  const look = lookOf(history)
  // In so few iterations no store need have moved.
  if (areScarce(history, terms)) return true
  if (look === undefined || hasRisenOutside(history)) return true
  if (isLevelForStores(history)) return false
  const all = iterationsAtLook(history)
  return !hasMoved(history, terms) || look.largestBytes >= COARSEST_SLOT_BYTES * all
}

/** Whether a store that gains entries must lie in a block that was made since recording began: tables double. */
function hasMoved(history: History, { ranBefore }: Pick<Terms, 'ranBefore'>): boolean {
  const [first = 1] = batchesOf(history, recordingOf(history).phase)
  const before = ranBefore + (history.completed[first - 1] ?? 0)
  return ranBefore + iterationsAtLook(history) >= 2 * before
}

function lookOf(history: History): Look | undefined {
  return recordingOf(history).phase === 'ages' ? history.ages : history.looks.at(-1)
}

export function iterationsAtLook(history: History): number {
  return history.completed[recordingOf(history).look ?? 0] ?? 0
}

/** To list all stores takes as long as so many full collections, once for each realm (measured at 11 to 70 MB: 3 to 13). */
const COLLECTIONS_PER_LISTING = 12

/** Whether the stores can be listed and counted in the time that is left. */
export function isListingInTime(history: History, { limitMs, realms }: Terms): boolean {
  const listingMs = COLLECTIONS_PER_LISTING * realms * collectionMs(history)
  return elapsedMs(history) + listingMs <= COUNTED_SHARE * limitMs
}

/**
 * Bytes per iteration that a store may have gained at most, where none was counted: what it holds lies in one block, and
 * none that was made since recording began is larger.
 */
export function mostUncounted(history: History, terms: Pick<Terms, 'ranBefore'>): number {
  const look = lookOf(history)
  const all = iterationsAtLook(history)
  if (look === undefined) return Number.POSITIVE_INFINITY
  if (isLevelForStores(history) || isLevelSince(history)) return COARSEST_SLOT_BYTES
  const ofLargest = look.largestBytes / Math.max(1, all)
  return hasMoved(history, terms) ? ofLargest : Math.max(ofLargest, UNMOVED_SLOTS * SLOT_BYTES)
}

/** A store that gains four slots in every iteration may not have moved since recording began. */
const UNMOVED_SLOTS = 4

/** Bytes that memory outside the heap must have risen by, uncounted, to leave a check open: buffers are swept late. */
const OPEN_BYTES = 256 * 2 ** 10

/** Whether what was not counted, or over too few iterations, may have grown. */
export function isLeftUncounted(history: History, terms: Terms): boolean {
  if (!needsCount(history, terms)) return false
  // The second count would have told that no store had gained.
  const hasGained = areScarce(history, terms) && placesOf(history, 'count').length > 1
  return hasGained || isOpenUncounted(history) || (mayDouble(history) && !isLevelSince(history))
}

/** Whether there was no time to count what plainly rose: memory outside the heap, or the heap in the gate. */
function isOpenUncounted(history: History): boolean {
  if (riseOutside(history).amount > OPEN_BYTES) return true
  if (!hasRisen(history, COARSEST_SLOT_BYTES)) return false
  return !isRiseOfBirths(history) && !isLevelSince(history)
}

/** From so many iterations on, the coarsest leak of a store adds more to the heap than its readings stray by. */
const TELLING_ITERATIONS = 1024

/** Whether as many iterations again tell by bytes what a count would, however little rose so far. */
function mayDouble(history: History): boolean {
  // Where a full cache was seen to be displaced, its entries differ in size.
  const isDisplaced = placesOf(history, 'run', 'displaced').length > 0
  const isTelling = iterationsAtLook(history) >= TELLING_ITERATIONS
  return isTelling && !isDisplaced && !isRiseOfBirths(history)
}

/**
 * Where stores cannot be listed in time: as many iterations as there were, between two readings, which tell whether what rose
 * before rises on, and whether a store took its next step; and once more where it rose, for a store takes one in each.
 */
export function readOverDoublings(history: History, terms: Terms): Step | undefined {
  const readings = placesOf(history, 'full', 'stores').length
  const isAsked = isOpenUncounted(history) || mayDouble(history)
  if (readings > TELLING_DOUBLINGS || !isAsked || isLevelSince(history)) return undefined
  if (isLatest(history, 'run', 'stores')) return SAMPLE
  const iterations = completed(history)
  const missing = readings === 0 ? 2 : 1
  const neededMs = iterations * unrecordedMs(history) + missing * collectionMs(history)
  const isAllowed = terms.iterations === undefined && 2 * iterations <= terms.maxIterations
  const isInTime = elapsedMs(history) + neededMs <= COUNTED_SHARE * terms.limitMs
  if (!isAllowed || !isInTime) return undefined
  return readings === 0 ? SAMPLE : { do: 'run', phase: 'stores', iterations, isSilent: true }
}

const SAMPLE: Step = { do: 'sample', phase: 'stores', collection: 'full', turns: true }

/** Whether the heap rose by less over as many iterations again than the coarsest leak of a store would have it. */
function isLevelSince(history: History): boolean {
  const [base, sample] = placesOf(history, 'full', 'stores').slice(-2)
  if (base === undefined || sample === undefined) return false
  const heap = probeNamed(history, 'heap')
  const iterations = (history.completed[sample] ?? 0) - (history.completed[base] ?? 0)
  const rise = readingAt(history, sample, heap) - readingAt(history, base, heap)
  return rise < COARSEST_SLOT_BYTES * iterations
}

/** The part of what the gate saw that the births must account for. */
const OF_BIRTHS_SHARE = 0.5

/** Whether what rose in the gate was objects whose births a look told: they convict, or they are gone since. */
function isRiseOfBirths(history: History): boolean {
  const rate = Math.min(...(gateMoves(history)?.rates ?? []))
  return history.looks.some(({ rows, iterations }) => {
    const early = iterations.length - 1
    const made = rows
      // The block that a store takes when it grows is no birth that tells: it is alive, and convicts nobody.
      .filter(({ isBelow, births }) => !isBelow && isEnough(births.slice(0, early)))
      .map(({ bytes }) => sum(bytes.slice(0, early)))
    return rate > 0 && sum(made) >= OF_BIRTHS_SHARE * rate * sum(iterations.slice(0, early))
  })
}

/** Whether memory outside the heap rose while births were recorded. */
export function hasRisenOutside(history: History): boolean {
  const { amount, iterations } = riseOutside(history)
  return amount > allowance('bytes', iterations, 0)
}

function riseOutside(history: History): ReturnType<typeof riseInLedger> {
  return riseInLedger(history, probeNamed(history, 'external'))
}
