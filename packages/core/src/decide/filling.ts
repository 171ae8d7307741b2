import { CHEAP_ITERATIONS_SHARE, FILLING_SHARE, OBJECT_BYTES } from './bounds.ts'
import type { Doublings } from './doublings.ts'
import { hasSlowed } from './gate-heap.ts'
import { collectionMs, completed, elapsedMs, type History, placesOf } from './history.ts'
import { iterationMs } from './pace.ts'
import type { Terms } from './terms.ts'

/** The part of the time limit that the gate may take where a cache is filled and as many again are run: a leak must be counted yet. */
const FILLED_BY_SHARE = 0.4

/** Memory that filling a cache may take: whoever explains a leak must read it. */
const FILLING_BYTES = 4 * 2 ** 20

/** Of as many iterations as filled a cache, the part in which a leak shows. */
const TELLING_SHARE = 0.25

/** The table of a store doubles while it is filled, and not in that part: of a leak's rate so much is left at least. */
const FULL_SHARE = 0.5

/**
 * What fills a cache of a target may take so much memory: its snapshot is written out, sent and parsed. 66,000 small objects that a leak
 * had left doubled that of a page and what it took, and stayed there for all its later checks.
 */
const FILLING_BYTES_OF_TARGET = 512 * 2 ** 10

/**
 * Where the heap rose by an object in each iteration, a cache may be larger than what ran so far: iterations in all that fill one
 * cheaply. Undefined where as many again, which tell, would take too long.
 */
export function filledAt(
  history: History,
  terms: Terms,
  { grown, bytes }: Doublings,
): number | undefined {
  const samples = placesOf(history, 'full', 'full')
  const total = completed(history)
  const rate = bytes / (total - (history.completed[samples.at(-2) ?? 0] ?? 0))
  if (grown === 0 || rate < OBJECT_BYTES) return undefined
  const { limitMs, maxIterations, collections } = terms
  const leftMs = FILLED_BY_SHARE * limitMs - elapsedMs(history) - 2 * collectionMs(history)
  const inTime = Math.min(FILLING_SHARE * limitMs, leftMs / 2) / iterationMs(history)
  const most = collections === 'full' ? FILLING_BYTES_OF_TARGET : FILLING_BYTES
  const allowed = (CHEAP_ITERATIONS_SHARE * maxIterations) / 2
  const filled = Math.min(most / rate, inTime, allowed)
  if (filled < 2 * total) return undefined
  return Math.floor(filled)
}

/**
 * Iterations after a batch that was to fill a cache: of as many again a part, so that a leak leaves no more than it must, and the rest
 * where that part was level or grew by less than half. Undefined after any other batch.
 */
export function tellingOfFilled(
  history: History,
  samples: readonly number[],
  { quiet }: Doublings,
): number | undefined {
  const totals = samples.map((at) => history.completed[at] ?? 0)
  const [filled = 0, total = 0] = totals.slice(-2)
  if (hasFilled(totals)) return Math.ceil(TELLING_SHARE * total)
  const mayBeFull = quiet === 1 || hasSlowed(history, FULL_SHARE)
  return mayBeFull && hasFilled(totals.slice(0, -1)) ? 2 * filled - total : undefined
}

/** Whether the latest batch did more than double the iterations. */
function hasFilled(totals: readonly number[]): boolean {
  const [before = 0, latest = 0] = totals.slice(-2)
  return totals.length > 1 && latest > 2 * before
}
