import { allowance } from '../plateau/allowance.ts'
import { rateOfEqualBatches, rateOfLine } from '../plateau/rate.ts'
import type { Series } from '../plateau/series.ts'
import type { Growth } from '../plateau/verdict.ts'
import { batchesOf } from './batches.ts'
import {
  completed,
  elapsedMs,
  type History,
  iterationMs,
  iterationsOf,
  placesOf,
  readingAt,
  seriesOf,
} from './history.ts'
import { pauseFor } from './pause.ts'
import { isProportional, sum } from './proportion.ts'
import type { Step } from './step.ts'
import type { StoreGains } from './store-count.ts'
import { countsBirths, type Terms } from './terms.ts'

/** Equal batches between the counts. */
const BATCHES = 4

/** Where neither births nor stores are known, a line of bytes needs more of them. */
const TREND_BATCHES = 8

/** The part of the iterations so far that a batch has, and the fewest that tell a free list from a store. */
const BATCH_SHARE = 1 / 8
const FEWEST_IN_BATCH = 32
const MOST_IN_BATCH = 2048

/** The part of the time that is left which the batches may take. */
const BATCHES_SHARE = 0.4

/** Bytes of a store's own slot for one entry. */
const SLOT_BYTES = 8

/** A store that gains an entry in so many iterations has moved into a larger block since, of a slot for each. */
const ITERATIONS_PER_ENTRY = 4

/** The part of what all iterations would have put into a store that it must hold: one that is emptied now and then does not. */
const HELD_SHARE = 0.5

/** What a store gained must be there after the pause. */
const STILL_HELD = 0.9

/** Bytes outside the heap, per iteration, that are growth: a buffer that gets a byte longer each time. */
const GROWING_BYTES_PER_ITERATION = 0.5

/** Bytes per iteration from which bytes alone convict where nothing else can be read: engines' own stores reached 20. */
const CONVICTING_BYTES_PER_ITERATION = 32

/** Entries of live stores and bytes outside the heap: what grows without one object more. */
export function stores(history: History, terms: Terms): Step | undefined {
  const counts = placesOf(history, 'count')
  if (counts.length === 0 && !(needsCount(history, terms) && isInTime(history, terms)))
    return undefined
  const batches = countsBirths(history, terms) ? BATCHES : TREND_BATCHES
  const last = history.length - 1
  if (counts.length === 0) return { do: 'count', isLast: false }
  if (counts.length > batches && counts.at(-1) === last) return afterCounts(history, terms)
  if (counts.length > batches) return { do: 'count', isLast: true }
  if (counts.at(-1) !== last) return { do: 'count', isLast: counts.length === batches }
  const iterations = batchIterations(history, terms, batches)
  const isSilent = !countsBirths(history, terms)
  return { do: 'run', phase: 'stores', iterations, isSilent }
}

/** Whether something may grow that births do not show. */
export function needsCount(history: History, terms: Terms): boolean {
  const isAsked = history.probes.some(({ name }) => name === 'heap' || name === 'external')
  if (!isAsked) return false
  if (!countsBirths(history, terms)) return true
  const look = history.looks.at(-1)
  if (look === undefined || hasRisenOutside(history)) return true
  const all = history.completed[placesOf(history, 'look').at(-1) ?? 0] ?? 0
  return !hasMoved(history) || look.largestBytes >= (SLOT_BYTES * all) / ITERATIONS_PER_ENTRY
}

/** Whether a store that gains entries must lie in a block that was made since recording began: tables double. */
function hasMoved(history: History): boolean {
  const before = history.completed[(batchesOf(history)[0] ?? 1) - 1] ?? 0
  return (history.completed[placesOf(history, 'look').at(-1) ?? 0] ?? 0) >= 2 * before
}

/** To list all stores takes as long as so many full collections (measured at 12 and 35 MB), once for each realm. */
const COLLECTIONS_PER_LISTING = 20

/** The part of the time limit by which the counts must have ended. */
const COUNTED_SHARE = 0.85

function isInTime(history: History, { limitMs, realms }: Terms): boolean {
  const collected = placesOf(history, 'full').map((at) => history.tookMs[at] ?? 0)
  const listingMs = COLLECTIONS_PER_LISTING * realms * Math.min(...collected)
  return elapsedMs(history) + listingMs <= COUNTED_SHARE * limitMs
}

/**
 * Bytes per iteration that a store may have gained at most, where none was counted: what it holds lies in one block, and
 * none that was made since recording began is larger.
 */
export function mostUncounted(history: History): number {
  const look = history.looks.at(-1)
  const all = history.completed[placesOf(history, 'look').at(-1) ?? 0] ?? 0
  if (look === undefined) return Number.POSITIVE_INFINITY
  const ofLargest = look.largestBytes / Math.max(1, all)
  return hasMoved(history) ? ofLargest : Math.max(ofLargest, UNMOVED_BYTES_PER_ITERATION)
}

/** A store that gains four slots in every iteration may not have moved since recording began. */
const UNMOVED_BYTES_PER_ITERATION = 32

/** Bytes that memory outside the heap must have risen by, uncounted, to leave a check open: buffers are swept late. */
const OPEN_BYTES = 256 * 2 ** 10

/** Whether there was no time to count what plainly rose: memory outside the heap, or the heap over the gate's last doublings. */
export function isOpenUncounted(history: History): boolean {
  if (history.stores !== undefined) return false
  return riseOutside(history).bytes > OPEN_BYTES || hasRisenInGate(history)
}

/** Doublings of the gate that must all have risen, and by how much. */
const RISEN_DOUBLINGS = 2
const RISEN_BYTES_PER_ITERATION = 2

function hasRisenInGate(history: History): boolean {
  const probe = history.probes.findIndex(({ name }) => name === 'heap')
  const samples = placesOf(history, 'full', 'full').slice(-RISEN_DOUBLINGS - 1)
  if (probe === -1 || samples.length <= RISEN_DOUBLINGS) return false
  return samples.slice(1).every((at, before) => {
    const base = samples[before] ?? 0
    const iterations = (history.completed[at] ?? 0) - (history.completed[base] ?? 0)
    const rise = readingAt(history, at, probe) - readingAt(history, base, probe)
    return rise >= RISEN_BYTES_PER_ITERATION * iterations
  })
}

function hasRisenOutside(history: History): boolean {
  const { bytes, iterations } = riseOutside(history)
  return bytes > allowance('bytes', iterations, 0)
}

function riseOutside(history: History): { readonly bytes: number; readonly iterations: number } {
  const probe = history.probes.findIndex(({ name }) => name === 'external')
  const [base, look] = [placesOf(history, 'full', 'ledger')[0], placesOf(history, 'look').at(-1)]
  if (probe === -1 || base === undefined || look === undefined) return { bytes: 0, iterations: 0 }
  return {
    bytes: readingAt(history, look, probe) - readingAt(history, base, probe),
    iterations: (history.completed[look] ?? 0) - (history.completed[base] ?? 0),
  }
}

function batchIterations(history: History, terms: Terms, batches: number): number {
  const [first] = placesOf(history, 'run', 'stores')
  if (first !== undefined) return iterationsOf(history, first)
  const leftMs = BATCHES_SHARE * (terms.limitMs - elapsedMs(history))
  const inTime = Math.floor(leftMs / batches / Math.max(iterationMs(history), 1e-4))
  const wanted = Math.max(FEWEST_IN_BATCH, Math.ceil(BATCH_SHARE * completed(history)))
  // A number of iterations that was asked for is judged; a count of stores is not bound by it.
  const allowed =
    terms.iterations === undefined
      ? Math.floor((terms.maxIterations - completed(history)) / batches)
      : Number.POSITIVE_INFINITY
  return Math.max(1, Math.min(wanted, MOST_IN_BATCH, inTime, Math.max(FEWEST_IN_BATCH, allowed)))
}

function afterCounts(history: History, terms: Terms): Step | undefined {
  const growth = countedGrowth(history, terms)
  if (growth.length === 0) return undefined
  const isPaused = placesOf(history, 'pause', 'stores').length > 0
  if (!isPaused) return pauseFor(history, terms, placesOf(history, 'run', 'stores'))
  const because = countsBirths(history, terms) ? 'stores-gain-entries' : 'bytes-rise-evenly'
  return { do: 'end', decision: { kind: 'growth', growth, because } }
}

/** What the counts tell; nothing before the last of them. */
export function countedGrowth(history: History, terms: Terms): readonly Growth[] {
  if (history.stores === undefined) return []
  return [...grownStores(history, terms), ...grownOutside(history, terms)]
}

function grownStores(history: History, terms: Terms): readonly Growth[] {
  const iterations = placesOf(history, 'run', 'stores').map((at) => iterationsOf(history, at))
  const grown = (history.stores ?? []).filter((store) => isGrowing(store, iterations, history))
  if (grown.length === 0) return []
  const growth: Growth = { probe: 'heap', ...rateOfHeap(history, terms, grown) }
  const least = countsBirths(history, terms) ? 0 : CONVICTING_BYTES_PER_ITERATION
  return growth.perIteration > Math.max(least, terms.tolerate.heap ?? 0) ? [growth] : []
}

function isGrowing(
  { gains: all, entries = Number.POSITIVE_INFINITY }: StoreGains,
  iterations: readonly number[],
  history: History,
): boolean {
  const gains = all.slice(0, iterations.length)
  const rate = sum(gains) / sum(iterations)
  const isHeld = entries >= HELD_SHARE * rate * completed(history)
  return isHeld && isProportional(gains, iterations) && sum(all) >= STILL_HELD * sum(gains)
}

/** As the heap was measured to rise while the engine was silent; else what the entries take at least. */
function rateOfHeap(
  history: History,
  terms: Terms,
  grown: readonly StoreGains[],
): Pick<Growth, 'perIteration' | 'interval'> {
  const heap = heapOver(history, terms)
  if (heap && heap.readings.length >= 4) {
    const line = rateOfLine(heap.iterations, heap.readings)
    if (line.perIteration > 0 && line.interval[0] > 0) return line
  }
  const [most] = grown
  const iterations = placesOf(history, 'run', 'stores').map((at) => iterationsOf(history, at))
  const rates = iterations.map((count, at) => (SLOT_BYTES * (most?.gains[at] ?? 0)) / count)
  return rateOfEqualBatches(rates, 1)
}

/** Where no births are known, nothing that counts takes bytes of the heap: its readings at the counts are as good. */
function heapOver(
  history: History,
  terms: Terms,
): Pick<Series, 'iterations' | 'readings'> | undefined {
  const probe = history.probes.findIndex(({ name }) => name === 'heap')
  if (countsBirths(history, terms) || probe === -1) return seriesOf(history)[probe]
  const counts = placesOf(history, 'count')
  return {
    iterations: counts.map((at) => history.completed[at] ?? 0),
    readings: counts.map((at) => readingAt(history, at, probe)),
  }
}

/** The first batch is thrown away: the first count leaves what it compiled and asked for. */
function grownOutside(history: History, terms: Terms): readonly Growth[] {
  const probe = history.probes.findIndex(({ name }) => name === 'external')
  if (probe === -1) return []
  const paused = placesOf(history, 'pause', 'stores').at(0) ?? history.length
  const counts = placesOf(history, 'count')
    .slice(1)
    .filter((at) => at < paused)
  const read = counts.map((at) => readingAt(history, at, probe))
  const gains = read.slice(1).map((bytes, at) => bytes - (read[at] ?? 0))
  const iterations = counts.slice(1).map((at) => iterationsOf(history, at - 1))
  const rate = rateOfEqualBatches(
    gains.map((gain, at) => gain / (iterations[at] ?? 1)),
    1,
  )
  const least = Math.max(GROWING_BYTES_PER_ITERATION, terms.tolerate.external ?? 0)
  const last = readingAt(history, placesOf(history, 'count').at(-1) ?? 0, probe)
  const isHeld = last - (read[0] ?? 0) >= STILL_HELD * sum(gains)
  if (!isHeld || !isProportional(gains, iterations) || rate.perIteration <= least) return []
  return [{ probe: 'external', ...rate }]
}

/** Entries per iteration that a store may gain at most, beside what was counted; undefined where nothing was. */
export function mostEntries(history: History): number | undefined {
  if (history.stores === undefined) return undefined
  return 3 / sum(placesOf(history, 'run', 'stores').map((at) => iterationsOf(history, at)))
}
