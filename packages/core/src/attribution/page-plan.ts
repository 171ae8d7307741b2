import { MORE_TIME_FIRST } from '../more-time.ts'
import type { Culprit, GrowthVerdict, PathStep } from '../plateau/verdict.ts'
import { fingerprint } from './fingerprint.ts'
import { HALVES } from './phases.ts'

/** Iterations of each half of the re-run of a page; fewer survivors could be strays. */
export const FEWEST_PAGE_ITERATIONS = 8

/** What a re-run may take where more than the fewest iterations are only good for more certainty. */
const RERUN_MS = 2000

/** A leak of whole documents is recorded object by object, which takes its time. */
const MOST_BYTES = 2 ** 21

/**
 * A snapshot of a page, its way to whoever reads it and its reading take so many times as long as a full collection did on average,
 * which is as slow where the heap is large or the machine busy: 56 to 170 times (45 checks of Vitest's pages of 6 to 20 MB).
 */
const COLLECTIONS_PER_SNAPSHOT = 100

/** What is known when the re-run of a page is planned. */
export interface PagePlan {
  readonly verdict: Pick<GrowthVerdict, 'growth'>
  readonly leftMs: number
  readonly iterationMs: number
  /** What a full collection took so far, on average. */
  readonly collectionMs: number
  /** Iterations beyond which nothing more is learnt. */
  readonly most: number
}

/**
 * Iterations of each half of the re-run that fit beside a snapshot, or the fewest where there is no time for one; fewer than
 * `FEWEST_PAGE_ITERATIONS` where not even these fit.
 */
export function pageIterations(plan: PagePlan): number {
  const { verdict, leftMs, collectionMs, most } = plan
  const perHalfMs = HALVES * Math.max(plan.iterationMs, 0.01)
  const inTime = (ms: number) => ms / 2 / perHalfMs
  const useful = Math.max(FEWEST_PAGE_ITERATIONS, RERUN_MS / perHalfMs)
  const { perIteration = 1 } = verdict.growth.find(({ probe }) => probe === 'heap') ?? {}
  const inMemory = Math.max(FEWEST_PAGE_ITERATIONS, MOST_BYTES / perIteration / HALVES)
  const withSnapshot = inTime(leftMs - snapshotMs(collectionMs))
  const withoutOne = Math.min(inTime(leftMs), FEWEST_PAGE_ITERATIONS)
  return Math.floor(Math.min(most, Math.max(withSnapshot, withoutOne), useful, inMemory))
}

/** Whether a snapshot fits: one that has begun ends when it ends, whatever the time is. */
export function isTimeForSnapshot({
  leftMs,
  collectionMs,
}: Pick<PagePlan, 'leftMs' | 'collectionMs'>): boolean {
  return snapshotMs(collectionMs) <= leftMs
}

function snapshotMs(collectionMs: number): number {
  return COLLECTIONS_PER_SNAPSHOT * collectionMs
}

/** Told beside what was found without one. */
export function withoutSnapshotNote(leftMs: number): string {
  return `Told without a snapshot, which would hardly have fitted into the ${Math.max(0, Math.round(leftMs))} ms that were left. ${MORE_TIME_FIRST} to learn what holds it.`
}

/** Blink's word for where the window keeps its document. */
const DOCUMENT_SLOT = '[Window#DocumentCachedAccessor]'

/** The culprit as who writes pages would say it. */
export function inWordsOfPages(culprit: Culprit): Culprit {
  const named = culprit.path.map((step) =>
    step.name === DOCUMENT_SLOT ? { ...step, name: 'document' } : step,
  )
  const path = withinDocument(named)
  const { type, site } = culprit
  return { ...culprit, path, fingerprint: fingerprint({ type, path, ...(site && { site }) }) }
}

/** What is in the document is told by the element that it is in: by way of the one that has the focus, say, it may be reached today alone. */
function withinDocument(path: readonly PathStep[]): readonly PathStep[] {
  if (path[0]?.type !== 'HTMLDocument') return path
  const others = path.findIndex((step, at) => at > 0 && !isElement(step))
  const end = others === -1 ? path.length - 1 : others
  const parent = path.slice(Math.max(1, end - 1), end).map(({ type }) => ({ name: type, type: '' }))
  return [{ name: 'document', type: '' }, ...parent, ...path.slice(end)]
}

function isElement({ name, type }: PathStep): boolean {
  return name === 'entry' && /^<[\w:-]+>$/.test(type)
}
