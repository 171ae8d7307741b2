import type { Growth, ProbeName, Resolution } from '../verdict.ts'
import {
  FEWEST_SAMPLES,
  hasDoubled,
  isTrusted,
  type JudgedSeries,
  judgeSeries,
  type SeriesTerms,
} from './judge-series.ts'
import { type GrowingStore, growingStores } from './judge-stores.ts'
import type { SoakRun } from './soak-run.ts'

/** What a soak proves, before it is put into words. */
export type SoakDecision = {
  /** Judged iterations: those after the warm-up. */
  readonly iterations: number
  readonly resolution: Resolution
} & (
  | { readonly kind: 'plateau' }
  | {
      readonly kind: 'growth'
      readonly growth: readonly Growth[]
      readonly stores: readonly GrowingStore[]
    }
  | { readonly kind: 'unsettled'; readonly doubt: SoakDoubt; readonly suspects: readonly Growth[] }
)

/** Why it could not be decided. */
export type SoakDoubt =
  | {
      readonly kind: 'samples'
      readonly samples: number
      readonly needed: number
      /** Iterations in which so many were to be had; undefined where some are missing. */
      readonly iterations: number | undefined
    }
  | { readonly kind: 'unread'; readonly why: string }
  | { readonly kind: 'missing'; readonly samples: number; readonly planned: number }
  | { readonly kind: 'iterations'; readonly iterations: number; readonly needed: number }
  | { readonly kind: 'suspect'; readonly isUncollected: boolean }
  | { readonly kind: 'noise' }

/** Of the planned samples that must have been taken: what happened in longer gaps nobody knows. */
const FEWEST_TAKEN = 0.95

/**
 * Judged iterations per iteration of the warm-up before a store that doubles must have shown itself:
 * over 1.5 and 2 times, half of them passed unseen; over 4 times none did.
 */
const WARM_UPS = 4

/** Decides from every series and census of one process. */
export function decideSoak(run: SoakRun): SoakDecision {
  const judged = run.series.map((series) => judgeSeries(series, termsOf(run, series.probe)))
  const iterations = Math.max(0, ...judged.map((one) => one.iterations))
  const evidence = {
    iterations,
    resolution: Object.fromEntries(judged.map((one) => [one.series.probe, one.resolution])),
  }
  const stores = intolerableStores(run)
  const isLongEnough = iterations >= run.warmUpIterations
  const grown = judged.filter(({ shape, series }) => shape === 'growth' && isTrusted(series))
  if (isLongEnough && (grown.length > 0 || stores.length > 0)) {
    return { kind: 'growth', ...evidence, growth: growthOf(judged, grown, stores), stores }
  }
  const deciding = decidingSeries(judged)
  const suspects = deciding.filter(({ shape }) => shape === 'suspect' || shape === 'growth')
  const doubt = doubtOf(run, deciding, iterations)
  if (doubt === undefined) return { kind: 'plateau', ...evidence }
  return { kind: 'unsettled', ...evidence, doubt, suspects: suspects.map(({ growth }) => growth) }
}

function termsOf({ mode, warmUpIterations, tolerate }: SoakRun, probe: ProbeName): SeriesTerms {
  return { mode, warmUpIterations, tolerated: tolerate[probe] ?? 0 }
}

/** An entry takes a slot of 8 bytes at least. */
const BYTES_PER_ENTRY = 8

function intolerableStores(run: SoakRun): readonly GrowingStore[] {
  const tolerated = (run.tolerate.heap ?? 0) / BYTES_PER_ENTRY
  return growingStores(run.censuses ?? [], run.warmUpIterations).filter(
    ({ entriesPerIteration }) => entriesPerIteration > tolerated,
  )
}

/** A message with more of them is read by nobody; objects that hold arrays make hundreds. */
export const MOST_STORES = 3

/**
 * Stores that gain entries are growth of the heap, whatever its bytes say. The rate is what its readings
 * measured: an entry takes 8 bytes at least, and what it refers to may take hundreds.
 */
function growthOf(
  judged: readonly JudgedSeries[],
  grown: readonly JudgedSeries[],
  stores: readonly GrowingStore[],
): readonly Growth[] {
  const growth = grown.map((one) => one.growth)
  if (stores.length === 0) return growth
  const types = stores.slice(0, MOST_STORES).map(({ container }) => container)
  const measured = judged.find(({ series }) => series.probe === 'heap')?.growth
  const heap = measured ?? { probe: 'heap', perIteration: 0, interval: [0, 0] }
  return [{ ...heap, types }, ...growth.filter(({ probe }) => probe !== 'heap')]
}

/**
 * Resident memory of a process whose heap is read is shown only, unless it doubled: native memory that
 * nothing else counts must not go unseen either.
 */
function decidingSeries(judged: readonly JudgedSeries[]): readonly JudgedSeries[] {
  const isOpaque = !judged.some(({ series }) => series.unit === 'bytes' && isTrusted(series))
  return judged.filter(
    (one) => isOpaque || isTrusted(one.series) || (one.shape === 'growth' && hasDoubled(one)),
  )
}

function doubtOf(
  run: SoakRun,
  deciding: readonly JudgedSeries[],
  iterations: number,
): SoakDoubt | undefined {
  const samples = Math.min(...deciding.map((one) => one.samples), Number.POSITIVE_INFINITY)
  const isFew = deciding.some((one) => one.samples < FEWEST_SAMPLES && one.shape === 'short')
  if (run.unread !== undefined && isFew) return { kind: 'unread', why: run.unread }
  if (isFew || deciding.length === 0) {
    const taken = deciding.length === 0 ? 0 : samples
    const isWhole = taken > 1 && taken >= FEWEST_TAKEN * run.plannedSamples
    return {
      kind: 'samples',
      samples: taken,
      needed: FEWEST_SAMPLES,
      iterations: isWhole ? iterations : undefined,
    }
  }
  // Negated, so that a plan that is no number does not pass.
  if (!(samples >= FEWEST_TAKEN * run.plannedSamples)) {
    return { kind: 'missing', samples, planned: run.plannedSamples }
  }
  const needed = WARM_UPS * run.warmUpIterations
  const isShort = deciding.some(({ shape }) => shape === 'short')
  if (!(iterations >= needed) || isShort) return { kind: 'iterations', iterations, needed }
  const unproved = deciding.filter(({ shape }) => shape === 'suspect' || shape === 'growth')
  if (unproved.length > 0) {
    return { kind: 'suspect', isUncollected: unproved.every(({ series }) => !isTrusted(series)) }
  }
  return deciding.every(({ shape }) => shape === 'plateau') ? undefined : { kind: 'noise' }
}
