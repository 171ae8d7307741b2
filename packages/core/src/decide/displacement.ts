import type { Growth } from '../plateau/verdict.ts'
import { COARSEST_OBJECT, COUNTED_SHARE } from './bounds.ts'
import {
  collectionMs,
  elapsedMs,
  type History,
  placesOf,
  probeNamed,
  readingAt,
} from './history.ts'
import { needsOf } from './needs.ts'
import { unrecordedMs } from './pace.ts'
import type { Step } from './step.ts'
import { bearableIterations, type Terms } from './terms.ts'

/** The part of what the births would add that a full cache may stray by: its entries differ in size. */
const LEVEL_SHARE = 0.2

/** Less than this may be freed beside a leak by chance, such as code that was not called for long. */
const PLAIN_BYTES = 256 * 2 ** 10

/** One fills, the other tells. */
export const DISPLACING_RUNS = 2

/** What follows births that convict; undefined where it is done, cannot tell or takes too long. */
export function beginDisplacing(
  history: History,
  terms: Terms,
  growth: readonly Growth[],
): Step | undefined {
  const isAsked = terms.ages && terms.iterations === undefined
  if (!isAsked || placesOf(history, 'run', 'displaced').length > 0) return undefined
  const bytes = growth.find(({ probe }) => probe === 'heap')?.perIteration ?? 0
  const { proofIterations } = needsOf(history, terms)
  const isBearable = DISPLACING_RUNS * proofIterations <= bearableIterations(bytes)
  if (bytes * proofIterations < PLAIN_BYTES || !isBearable) return undefined
  const neededMs =
    DISPLACING_RUNS * (proofIterations * unrecordedMs(history) + collectionMs(history))
  return elapsedMs(history) + neededMs <= COUNTED_SHARE * terms.limitMs
    ? runDisplacing(history, terms)
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

export function runDisplacing(history: History, terms: Terms): Step {
  const { proofIterations } = needsOf(history, terms)
  return { do: 'run', phase: 'displaced', iterations: proofIterations, isSilent: true }
}
