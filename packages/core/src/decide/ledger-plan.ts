import { batchesOf, judgedIterations } from './batches.ts'
import { FEWEST_ITERATIONS, OBJECT_BYTES, SURE_ITERATIONS } from './bounds.ts'
import { hasRisen } from './gate-heap.ts'
import { MOST_GROUPS } from './groups.ts'
import { collectionMs, completed, elapsedMs, type History, placesOf } from './history.ts'
import { iterationMs, iterationsOf } from './pace.ts'
import { areScarce, SCARCE_BATCHES } from './scarce.ts'
import { bearableIterations, type Terms } from './terms.ts'
import { bytesKeptInPilot, opensHandles } from './warm-up.ts'

/** The part of the time limit that the batches of the first look may take, all batches, and all where too few were judged so far. */
const FIRST_LOOK_SHARE = 0.06
export const LEDGER_SHARE = 0.55
export const SHORT_LEDGER_SHARE = 0.92

/** Batches that tell the old from the young: collections may be so slow that a look is dearer than all of them. */
const FEWEST_BATCHES = 5

/** Iterations of one batch: with fewer, one more or less would be a third. */
export const FEWEST_IN_BATCH = 3
const MOST_IN_BATCH = 512
const SCARCE_IN_BATCH = 6

/** Where the gate's bytes showed an object kept in each iteration, so many tell where it is born. */
const SEEN_IN_BATCH = 48

/** A look collects and reads what is alive: as long as so many full collections, and it cannot be interrupted. */
const COLLECTIONS_PER_LOOK = 3

/** With compilers on, the first iterations compile: the part of the time limit that they may take, and how many. */
const COMPILING_SHARE = 0.02
const COMPILING_ITERATIONS = 400

/** Iterations that tell what one costs while allocations are recorded, and the part of the time limit that they may take. */
const PILOT_ITERATIONS = 64
const PILOT_SHARE = 0.01

/** Recording every allocation makes an iteration so many times as slow, as a first guess: 1.3 to 70 times were measured. */
const RECORDED_TIMES = 30

/** Iterations before births are recorded: what compiles meanwhile allocates, and a store that is bounded fills. */
export function compilingIterations(history: History, terms: Terms): number {
  if (areScarce(history, terms)) return 0
  const ms = Math.max(iterationMs(history), 1e-4)
  const inTime = Math.floor((COMPILING_SHARE * terms.limitMs) / ms)
  const filling = Math.max(0, 2 * terms.bounded - completed(history))
  const most = opensHandles(history) ? SCARCE_IN_BATCH : COMPILING_ITERATIONS
  const compiling = terms.warmUp === undefined ? Math.min(most, inTime) : 0
  const allowed = Math.min(
    Math.floor((terms.maxIterations - completed(history)) / 8),
    bearable(history),
  )
  return Math.max(filling, Math.min(compiling, allowed))
}

/** Half of the fewest iterations show who keeps an object in each: a look at them is worth this part of the time that they took. */
const EARLY_LOOK_SHARE = 0.25

/** Batches before a look, of which the number doubles. Of the shortest, so many as the fewest iterations need, or half where a look costs little. */
export function batchesBeforeLook(history: History, terms: Terms, looks: number): number {
  if (areScarce(history, terms)) return SCARCE_BATCHES * 2 ** looks
  const iterations = batchIterations(history, terms)
  const fewest = Math.ceil(FEWEST_ITERATIONS / iterations)
  const isShort = terms.iterations === undefined && iterations <= FEWEST_IN_BATCH
  const first = isShort && isLookedAtEarly(history, terms) ? fewest / 2 : fewest
  return Math.ceil((isShort ? first : MOST_GROUPS) * 2 ** looks)
}

/** Where a look costs little, and the iterations that acquit fit in beside it though both looks took twice as long as planned. */
function isLookedAtEarly(history: History, { limitMs }: Terms): boolean {
  const allMs = FEWEST_ITERATIONS * iterationMs(history)
  const isCheap = lookMs(history) <= (EARLY_LOOK_SHARE * allMs) / 2
  const [pilot = 0] = batchesOf(history)
  const neededMs = allMs + 4 * lookMs(history)
  return isCheap && (history.elapsedMs[pilot] ?? 0) + neededMs <= SHORT_LEDGER_SHARE * limitMs
}

/** Whether one more batch fits into what the ledger may take of time and iterations. */
export function isBatchLeft(history: History, terms: Terms): boolean {
  const next = batchIterations(history, terms)
  if (completed(history) + next > terms.maxIterations) return false
  if (terms.iterations !== undefined) {
    return judgedIterations(history) + next <= terms.iterations
  }
  const isSure =
    judgedIterations(history) >= SURE_ITERATIONS && batchesOf(history).length > FEWEST_BATCHES
  const share = isSure ? LEDGER_SHARE : SHORT_LEDGER_SHARE
  // A look at too few tells nothing: it waits for more for as long as it might still be taken.
  const ofLookMs = isSure ? lookedMs(history) : Math.min(lookedMs(history), collectionMs(history))
  return elapsedMs(history) + next * iterationMs(history) + ofLookMs <= share * terms.limitMs
}

export function pilotIterations(history: History, terms: Terms): number {
  if (terms.warmUp !== undefined || terms.iterations !== undefined) return 1
  if (areScarce(history, terms)) return 1
  const paceMs = RECORDED_TIMES * Math.max(iterationMs(history), 1e-4)
  const inTime = Math.floor((PILOT_SHARE * terms.limitMs) / paceMs)
  const most = opensHandles(history) ? SCARCE_IN_BATCH : PILOT_ITERATIONS
  return Math.max(1, Math.min(most, inTime, bearable(history)))
}

/** Iterations of one batch, planned at the pace of the first that was recorded. */
export function batchIterations(history: History, terms: Terms): number {
  const [pilot, first] = batchesOf(history)
  if (first !== undefined) return iterationsOf(history, first)
  if (pilot === undefined || areScarce(history, terms)) return 1
  const paceMs = Math.max((history.tookMs[pilot] ?? 0) / iterationsOf(history, pilot), 1e-4)
  if (terms.iterations !== undefined) return Math.max(1, Math.floor(terms.iterations / MOST_GROUPS))
  const wanted = Math.floor((FIRST_LOOK_SHARE * terms.limitMs) / MOST_GROUPS / paceMs)
  const leftMs = LEDGER_SHARE * terms.limitMs - (history.elapsedMs[pilot] ?? 0)
  const affordable = Math.floor(leftMs / MOST_GROUPS / paceMs)
  const allowed = Math.floor((terms.maxIterations - completed(history)) / (2 * MOST_GROUPS))
  const most = Math.min(mostInBatch(history), bearable(history))
  const fewest = Math.max(FEWEST_IN_BATCH, Math.ceil((3 * terms.bounded) / MOST_GROUPS / 4))
  return Math.max(1, Math.min(Math.max(fewest, Math.min(wanted, most)), affordable, allowed))
}

function mostInBatch(history: History): number {
  if (opensHandles(history)) return SCARCE_IN_BATCH
  return hasRisen(history, OBJECT_BYTES) ? SEEN_IN_BATCH : MOST_IN_BATCH
}

/** Of the memory that a leak may take, the warm-up of the compilers takes one part, and each batch of two looks. */
function bearable(history: History): number {
  return Math.ceil(bearableIterations(bytesKeptInPilot(history)) / (2 * MOST_GROUPS))
}

/** Milliseconds that a look takes, as far as the collections so far tell. */
export function lookMs(history: History): number {
  return COLLECTIONS_PER_LOOK * collectionMs(history)
}

/** Milliseconds that the latest look took; as far as the collections tell, before the first. */
export function lookedMs(history: History): number {
  const latest = placesOf(history, 'look').at(-1)
  return latest === undefined ? lookMs(history) : (history.tookMs[latest] ?? 0)
}
