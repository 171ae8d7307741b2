import { allowance } from '../plateau/allowance.ts'
import { riseInLedger } from './batches.ts'
import { COARSEST_SLOT_BYTES, COUNTED_SHARE, SLOT_BYTES, TELLING_DOUBLINGS } from './bounds.ts'
import { gateMoves, hasRisen, isLevelForStores, LEVEL_BYTES_PER_ITERATION } from './gate-heap.ts'
import {
  collectionMs,
  completed,
  elapsedMs,
  type History,
  placesOf,
  probeNamed,
  readingAt,
} from './history.ts'
import { batchIterations, lookedMs, SHORT_LEDGER_SHARE } from './ledger-plan.ts'
import { iterationsAtLook, iterationsToMove, largestOfLaterHalf, lookOf } from './moved-stores.ts'
import { iterationMs, unrecordedMs } from './pace.ts'
import { isEnough, sum } from './proportion.ts'
import { areScarce } from './scarce.ts'
import type { Step } from './step.ts'
import { countsBirths, type Terms } from './terms.ts'
import { restOfDoubling } from './windows.ts'

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
  if (movedSince(history) < LEVEL_BYTES_PER_ITERATION) return false
  if (isOpenUncounted(history)) return true
  // A store that was filled before may have room: where all can be listed, none is judged by the blocks that it took.
  if (isListingInTime(history, terms)) return true
  // One that began empty took a block in any doubling.
  if (isLevelForStores(history, 1)) return false
  const largest = largestOfLaterHalf(history, terms)
  return largest === undefined || largest >= COARSEST_SLOT_BYTES * iterationsAtLook(history)
}

/** To list all stores takes as long as so many full collections, once for each realm (measured at 11 to 70 MB: 3 to 13). */
const COLLECTIONS_PER_LISTING = 12

/** Whether the stores can be listed and counted in the time that is left. */
export function isListingInTime(history: History, { limitMs, realms }: Terms): boolean {
  const listingMs = COLLECTIONS_PER_LISTING * realms * collectionMs(history)
  return elapsedMs(history) + listingMs <= COUNTED_SHARE * limitMs
}

/** Where stores cannot be listed in time: iterations of one more batch, after which all have moved; 0 where none are of use. */
export function iterationsInPlaceOfListing(history: History, terms: Terms): number {
  const missing = iterationsToMove(history, terms)
  const isAsked = terms.iterations === undefined && !areScarce(history, terms)
  if (missing === 0 || !isAsked || isListingInTime(history, terms)) return 0
  if (hasRisenOutside(history) || !needsCount(history, terms)) return 0
  // Longer than other batches: it is looked at alone.
  const iterations = Math.max(missing, batchIterations(history, terms) + 1)
  const neededMs = iterations * iterationMs(history) + lookedMs(history)
  const isInTime = elapsedMs(history) + neededMs <= COUNTED_SHARE * terms.limitMs
  const isAllowed = completed(history) + iterations <= terms.maxIterations
  return isInTime && isAllowed ? iterations : 0
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
  const largest = largestOfLaterHalf(history, terms)
  if (largest !== undefined) return largest / all
  const ofAll = Math.max(0, ...look.largest) / Math.max(1, all)
  return Math.max(ofAll, UNMOVED_SLOTS * SLOT_BYTES)
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
  const doublings = readingsSince(history).length - 1
  const isAsked = isOpenUncounted(history) || mayDouble(history)
  if (doublings >= TELLING_DOUBLINGS || !isAsked || isLevelSince(history)) return undefined
  const base = placesOf(history, 'full', 'stores').at(-1)
  if (base !== undefined && base < history.length - 1)
    return restOfDoubling(history, 'stores', base) ?? SAMPLE
  const iterations = completed(history)
  // The gate may have used most of them to fill a cache: a check that ends for want of a doubling tells nobody anything.
  const isAllowed = terms.iterations === undefined && iterations <= terms.maxIterations
  // Nothing follows it: it may take all the time there is, and is worth a try where it took half as long as else.
  const leftMs = SHORT_LEDGER_SHARE * terms.limitMs - elapsedMs(history)
  if (!isAllowed || TRIED_SHARE * doublingMs(history) > leftMs) return undefined
  return doublings < 0 || base === undefined ? SAMPLE : restOfDoubling(history, 'stores', base)
}

/** The readings, oldest first. A first one is thrown away: it frees what the look left, which would hide as much growth. */
function readingsSince(history: History): readonly number[] {
  return placesOf(history, 'full', 'stores').slice(1)
}

/** The part of the time that a last doubling would take as fast as before, which must be left to try it. */
const TRIED_SHARE = 0.5

/** Of the iterations of a doubling, and of the readings that bound it. */
function doublingMs(history: History): number {
  const readings = placesOf(history, 'full', 'stores').length === 0 ? 3 : 1
  return completed(history) * unrecordedMs(history) + readings * collectionMs(history)
}

const SAMPLE: Step = {
  do: 'sample',
  phase: 'stores',
  collection: 'full',
  turns: true,
  isBetween: false,
}

/** Whether the heap moved by less over as many iterations again than the coarsest leak of a store would have it: a fall hides one. */
function isLevelSince(history: History): boolean {
  return movedSince(history) < COARSEST_SLOT_BYTES
}

/** Bytes per iteration that the heap moved by over as many iterations again, or what is outside it rose by; infinite where they did not run. */
function movedSince(history: History): number {
  const [base, sample] = readingsSince(history).slice(-2)
  if (base === undefined || sample === undefined) return Number.POSITIVE_INFINITY
  const iterations = (history.completed[sample] ?? 0) - (history.completed[base] ?? 0)
  const moved = history.probes.map(({ name, unit }, probe) => {
    const rise = readingAt(history, sample, probe) - readingAt(history, base, probe)
    return unit !== 'bytes' ? 0 : name === 'heap' ? Math.abs(rise) : Math.max(0, rise)
  })
  return Math.max(...moved) / iterations
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
