import { allowance } from '../plateau/allowance.ts'
import { differences } from '../plateau/differences.ts'
import { rateOfEqualBatches, rateOfLine } from '../plateau/rate.ts'
import type { Series } from '../plateau/series.ts'
import type { Growth } from '../plateau/verdict.ts'
import {
  BY_CHANCE,
  COARSEST_OBJECT,
  CONVICTING_BYTES_PER_ITERATION,
  HELD_SHARE,
  SLOT_BYTES,
  STILL_HELD,
} from './bounds.ts'
import { gainsToLook } from './gains.ts'
import { deedAt, type History, placesOf, probeNamed, readingAt } from './history.ts'
import { haveOutlivedTick, pauseFor } from './pause.ts'
import { isProportional, sum } from './proportion.ts'
import { areScarce } from './scarce.ts'
import { seriesOf } from './series-of.ts'
import type { Step } from './step.ts'
import type { StoreGains } from './store-count.ts'
import { batchesOf, batchIterations, tellsAt } from './stores-plan.ts'
import { countsBirths, isJudgedByReadings, type Terms } from './terms.ts'
import { hasRisenOutside, isListingInTime, needsCount, readOverDoublings } from './uncounted.ts'

/** Bytes outside the heap, per iteration, that are growth: a buffer that gets a byte longer each time. */
const GROWING_BYTES_PER_ITERATION = 0.5

/** Entries of live stores and bytes outside the heap: what grows without one object more. */
export function stores(history: History, terms: Terms): Step | undefined {
  if (isJudgedByReadings(history, terms)) return undefined
  const counts = placesOf(history, 'count')
  if (counts.length === 0) return listStores(history, terms)
  const batches = batchesOf(history, terms)
  const last = history.length - 1
  if (counts.length > batches && counts.at(-1) === last) return afterCounts(history, terms)
  if (counts.length > 1 && counts.at(-1) === last && haveAllStopped(history, terms))
    return undefined
  if (deedAt(history, last) === 'run')
    return { do: 'count', tells: tellsAt(counts.length, batches) }
  const iterations = batchIterations(history, terms, batches)
  const isSilent = !countsBirths(history, terms)
  return { do: 'run', phase: 'stores', iterations, isSilent }
}

function listStores(history: History, terms: Terms): Step | undefined {
  if (!needsCount(history, terms)) return undefined
  const isBegun = placesOf(history, 'full', 'stores').length > 0
  return !isBegun && isListingInTime(history, terms)
    ? { do: 'count', tells: 'never' }
    : readOverDoublings(history, terms)
}

/** Over fewer iterations, the coarsest leak that may pass gains nothing that is told. */
const FEWEST_TELLING = 2 / COARSEST_OBJECT

/** In any batch a leak gains as much as in others: where no store did in one, nor memory outside, that is all. */
function haveAllStopped(history: History, terms: Terms): boolean {
  if (!countsBirths(history, terms) || history.stores === undefined) return false
  const iterations = iterationsBetweenCounts(history)
  if (Math.min(...iterations) < FEWEST_TELLING && !areScarce(history, terms)) return false
  const probe = probeNamed(history, 'external')
  if (probe === -1) return true
  const [before = 0, latest = 0] = placesOf(history, 'count').slice(-2)
  const rise = readingAt(history, latest, probe) - readingAt(history, before, probe)
  const least = leastOutside(history, terms, iterations.at(-1) ?? 0)
  return !hasRisenBefore(history, terms, probe) && rise < least
}

/** Of few iterations, only what rose after the one that is thrown away: in that, buffers of the engine's own come. */
function hasRisenBefore(history: History, terms: Terms, probe: number): boolean {
  if (!areScarce(history, terms)) return hasRisenOutside(history)
  const { rise, iterations } = gainsToLook(history, probe)
  return rise > allowance('bytes', sum(iterations), 0)
}

/** Of few iterations, single bytes of the engine's own are no growth: Chromium takes one for each key that is typed. */
function leastOutside(history: History, terms: Terms, iterations: number): number {
  return areScarce(history, terms)
    ? allowance('bytes', iterations, 0)
    : GROWING_BYTES_PER_ITERATION * iterations
}

function afterCounts(history: History, terms: Terms): Step | undefined {
  const growth = countedGrowth(history, terms)
  if (growth.length === 0) return undefined
  const [paused] = placesOf(history, 'pause', 'stores')
  const runs = placesOf(history, 'run', 'stores')
  if (paused === undefined) return pauseFor(history, terms, { runs })
  const before = runs.filter((at) => at < paused)
  if (!haveOutlivedTick(history, terms, { runs: before })) return undefined
  const because = countsBirths(history, terms) ? 'stores-gain-entries' : 'bytes-rise-evenly'
  return { do: 'end', decision: { kind: 'growth', growth, because } }
}

/** What the counts tell; nothing before the last of them. */
export function countedGrowth(history: History, terms: Terms): readonly Growth[] {
  if (history.stores === undefined) return []
  return [...grownStores(history, terms), ...grownOutside(history, terms)]
}

/** The stores that convict, as they were counted. */
export function convictedStores(history: History): readonly StoreGains[] {
  return (history.stores ?? []).filter((store) => isGrowing(store, history))
}

/** Entries per iteration that a store gained over all counts. */
export function entriesPerIteration(history: History, { gains }: StoreGains): number {
  const iterations = iterationsBetweenCounts(history)
  return sum(gains.slice(0, iterations.length)) / sum(iterations)
}

function grownStores(history: History, terms: Terms): readonly Growth[] {
  const grown = convictedStores(history)
  if (grown.length === 0) return []
  const growth: Growth = { probe: 'heap', ...rateOfHeap(history, terms, grown) }
  const least = countsBirths(history, terms) ? 0 : CONVICTING_BYTES_PER_ITERATION
  return growth.perIteration > Math.max(least, terms.tolerate.heap ?? 0) ? [growth] : []
}

/** The batch after the pause among them: in a new second, a window of seconds fills another store. */
function isGrowing(
  { gains: all, entries = Number.POSITIVE_INFINITY }: StoreGains,
  history: History,
): boolean {
  const iterations = iterationsBetweenCounts(history)
  const gains = all.slice(0, iterations.length)
  const rate = sum(gains) / sum(iterations)
  const counted = history.completed[placesOf(history, 'count').at(-1) ?? 0] ?? 0
  const isHeld = entries >= HELD_SHARE * rate * counted
  return isHeld && isProportional(gains, iterations)
}

function iterationsBetweenCounts(history: History): readonly number[] {
  const counts = placesOf(history, 'count').map((at) => history.completed[at] ?? 0)
  return differences(counts)
}

/** As the heap was measured to rise while the engine was silent; else what the entries take at least. */
function rateOfHeap(
  history: History,
  terms: Terms,
  grown: readonly StoreGains[],
): Pick<Growth, 'perIteration' | 'interval'> {
  // Of few readings, whatever else came while they were taken would be the most.
  const heap = areScarce(history, terms) ? undefined : heapOver(history, terms)
  if (heap && heap.readings.length >= 4) {
    const line = rateOfLine(heap.iterations, heap.readings)
    if (line.perIteration > 0 && line.interval[0] > 0) return line
  }
  const [most] = grown
  const rates = iterationsBetweenCounts(history).map(
    (count, at) => (SLOT_BYTES * (most?.gains[at] ?? 0)) / count,
  )
  return rateOfEqualBatches(rates, 1)
}

/** The heap over the counts, where it rose by more than bytes alone may hide, but not evenly enough to convict. */
export function unevenRise(history: History, terms: Terms): Growth | undefined {
  const heap = heapOver(history, terms)
  if (heap === undefined || heap.readings.length < 4) return undefined
  const line = rateOfLine(heap.iterations, heap.readings)
  const most = Math.max(CONVICTING_BYTES_PER_ITERATION, terms.tolerate.heap ?? 0)
  return line.perIteration > most ? { probe: 'heap', ...line } : undefined
}

/** Where no births are known, nothing that counts takes bytes of the heap: its readings at the counts are as good. */
function heapOver(
  history: History,
  terms: Terms,
): Pick<Series, 'iterations' | 'readings'> | undefined {
  const probe = probeNamed(history, 'heap')
  if (countsBirths(history, terms) || probe === -1) return seriesOf(history)[probe]
  const counts = placesOf(history, 'count')
  return {
    iterations: counts.map((at) => history.completed[at] ?? 0),
    readings: counts.map((at) => readingAt(history, at, probe)),
  }
}

/** The first batch is thrown away: the first count leaves what it compiled and asked for. */
function grownOutside(history: History, terms: Terms): readonly Growth[] {
  const probe = probeNamed(history, 'external')
  if (probe === -1) return []
  const read = placesOf(history, 'count').map((at) => readingAt(history, at, probe))
  const judged = read.slice(1, batchesOf(history, terms) + 1)
  const gains = differences(judged)
  const iterations = iterationsBetweenCounts(history).slice(1, judged.length)
  const rate = rateOfEqualBatches(
    gains.map((gain, at) => gain / (iterations[at] ?? 1)),
    1,
  )
  const least = Math.max(GROWING_BYTES_PER_ITERATION, terms.tolerate.external ?? 0)
  // Meanwhile, what explains may have been loaded: what the batches left must be there at least.
  const isHeld = (read.at(-1) ?? 0) - (judged[0] ?? 0) >= STILL_HELD * sum(gains)
  const isLevel = sum(gains) < leastOutside(history, terms, sum(iterations))
  if (!isHeld || isLevel || !isProportional(gains, iterations) || rate.perIteration <= least)
    return []
  return [{ probe: 'external', ...rate }]
}

/**
 * Entries per iteration that a store may gain at most, beside what was counted; undefined where nothing was, or over so few
 * iterations that the coarsest leak need not have shown.
 */
export function mostEntries(history: History, terms: Terms): number | undefined {
  const all = sum(iterationsBetweenCounts(history))
  const isTelling = all >= FEWEST_TELLING || areScarce(history, terms)
  return history.stores === undefined || !isTelling ? undefined : BY_CHANCE / all
}
