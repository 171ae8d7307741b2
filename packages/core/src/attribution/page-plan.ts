import type { Culprit, GrowthVerdict } from '../plateau/verdict.ts'
import { HALVES } from './phases.ts'

/** Iterations of each half of the re-run of a page; fewer survivors could be strays. */
export const FEWEST_PAGE_ITERATIONS = 8

/** What a re-run may take where more than the fewest iterations are only good for more certainty. */
const RERUN_MS = 2000

/** A leak of whole documents is recorded object by object, which takes its time. */
const MOST_BYTES = 2 ** 21

/** What is known when the re-run of a page is planned. */
export interface PagePlan {
  readonly verdict: Pick<GrowthVerdict, 'growth'>
  readonly leftMs: number
  readonly iterationMs: number
  /** What a snapshot of a small page, its way to whoever reads it and its reading take. */
  readonly snapshotMs: number
  /** Iterations beyond which nothing more is learnt. */
  readonly most: number
}

/** Iterations of each half of the re-run that fit; fewer than `FEWEST_PAGE_ITERATIONS` where there is too little time. */
export function pageIterations({
  verdict,
  leftMs,
  iterationMs,
  snapshotMs,
  most,
}: PagePlan): number {
  const perHalfMs = HALVES * Math.max(iterationMs, 0.01)
  const inTime = (leftMs - snapshotMs) / 2 / perHalfMs
  const useful = Math.max(FEWEST_PAGE_ITERATIONS, RERUN_MS / perHalfMs)
  const { perIteration = 1 } = verdict.growth.find(({ probe }) => probe === 'heap') ?? {}
  const inMemory = Math.max(FEWEST_PAGE_ITERATIONS, MOST_BYTES / perIteration / HALVES)
  return Math.floor(Math.min(most, inTime, useful, inMemory))
}

/** Blink's word for where the window keeps its document. */
const DOCUMENT_SLOT = '[Window#DocumentCachedAccessor]'

/** The path as who writes pages would say it. */
export function inWordsOfPages(culprit: Culprit): Culprit {
  const path = culprit.path.map((step) =>
    step.name === DOCUMENT_SLOT ? { ...step, name: 'document' } : step,
  )
  return { ...culprit, path }
}
