import type { Growth } from '../plateau/verdict.ts'
import { COARSEST_OBJECT, COUNTED_SHARE } from './bounds.ts'
import {
  collectionMs,
  completed,
  elapsedMs,
  type History,
  placesOf,
  probeNamed,
  readingAt,
} from './history.ts'
import { needsOf } from './needs.ts'
import { iterationMs, iterationsOf, unrecordedMs } from './pace.ts'
import type { Step } from './step.ts'
import { bearableIterations, type Terms } from './terms.ts'

/** The part of what the births would add that a full cache may stray by: its entries differ in size. */
const LEVEL_SHARE = 0.2

/** As much as this may be freed beside a leak by chance, such as code that was not called for long. */
const FREED_BYTES = 256 * 2 ** 10

/** Of small entries, so many times the iterations that prove growth make up as much. */
const MOST_TIMES = 4

/** The iterations that fill a cache, and as many that tell, are run in parts: a leak may make each slower than the one before. */
const PARTS = 4
const SAMPLES = 2

/** What follows births that convict; undefined where it was done, cannot tell or takes too long. */
export function beginDisplacing(
  history: History,
  terms: Terms,
  growth: readonly Growth[],
): Step | undefined {
  const telling = tellingIterations(history, terms, growth)
  return telling === undefined ? undefined : displace(history, terms, Math.ceil(telling / PARTS))
}

/** Iterations that fill a cache, and then tell; undefined where they were run, cannot tell or would keep more than they may. */
function tellingIterations(
  history: History,
  terms: Terms,
  growth: readonly Growth[],
): number | undefined {
  if (!isAsked(history, terms)) return undefined
  const bytes = bytesOf(growth)
  const { proofIterations } = needsOf(history, terms)
  const telling = Math.max(proofIterations, Math.ceil(FREED_BYTES / bytes))
  const isBearable = SAMPLES * telling <= bearableIterations(bytes)
  return telling <= MOST_TIMES * proofIterations && isBearable ? telling : undefined
}

/** Milliseconds that they take; infinite where they are not run. */
export function displacingMs(history: History, terms: Terms, growth: readonly Growth[]): number {
  const telling = tellingIterations(history, terms, growth)
  if (telling === undefined) return Number.POSITIVE_INFINITY
  return SAMPLES * (telling * unrecordedMs(history) + collectionMs(history))
}

function isAsked(history: History, terms: Terms): boolean {
  const isDone = placesOf(history, 'run', 'displaced').length > 0
  return terms.ages && terms.iterations === undefined && !isDone
}

/** Of the heap, per iteration. */
export function bytesOf(growth: readonly Growth[]): number {
  return growth.find(({ probe }) => probe === 'heap')?.perIteration ?? 0
}

/** Undefined where both samples were taken, or time would end before them. */
export function goOnDisplacing(history: History, terms: Terms): Step | undefined {
  const [first = 0] = placesOf(history, 'run', 'displaced')
  return displace(history, terms, iterationsOf(history, first))
}

/** A run of so many iterations, or the sample that a few of them end with. */
function displace(history: History, terms: Terms, iterations: number): Step | undefined {
  const runs = placesOf(history, 'run', 'displaced').length
  const samples = placesOf(history, 'full', 'displaced').length
  if (runs === PARTS * (samples + 1))
    return { do: 'sample', phase: 'displaced', collection: 'full', turns: true, isBetween: false }
  const ms = runs === 0 ? unrecordedMs(history) : iterationMs(history)
  const neededMs =
    (PARTS * SAMPLES - runs) * iterations * ms + (SAMPLES - samples) * collectionMs(history)
  const isInTime = elapsedMs(history) + neededMs <= COUNTED_SHARE * terms.limitMs
  const isAllowed =
    completed(history) + (PARTS * SAMPLES - runs) * iterations <= terms.maxIterations
  return samples < SAMPLES && isInTime && isAllowed
    ? { do: 'run', phase: 'displaced', iterations, isSilent: true }
    : undefined
}

/** Whether the heap was level over iterations in which what births tell of each would have made it rise. */
export function isDisplaced(
  history: History,
  kept: Readonly<Record<'bytes' | 'objects', number>>,
): boolean {
  const [base, end] = placesOf(history, 'full', 'displaced')
  if (base === undefined || end === undefined) return false
  const heap = probeNamed(history, 'heap')
  const rise = readingAt(history, end, heap) - readingAt(history, base, heap)
  const iterations = (history.completed[end] ?? 0) - (history.completed[base] ?? 0)
  const share = Math.min(LEVEL_SHARE, COARSEST_OBJECT / Math.max(kept.objects, 1))
  return Math.abs(rise) <= share * kept.bytes * iterations
}
