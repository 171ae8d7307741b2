import { MORE_TIME, MORE_TIME_FIRST } from '../more-time.ts'
import type { Growth, GrowthVerdict } from '../plateau/verdict.ts'
import { HALVES } from './phases.ts'
import type { Rerun } from './rerun.ts'
import type { Walk } from './tracked-run.ts'

/** How growth is going to be explained. */
export interface ExplainPlan {
  readonly kind: 'snapshot' | 'sampling'
  /** Iterations of one half of the re-run. */
  readonly iterations: number
  readonly lineIterations: number
  /** Why less is told than a snapshot would tell. */
  readonly note: string | undefined
}

/** Above it a snapshot takes many seconds. */
export const MOST_SNAPSHOT_BYTES: number = 128 * 2 ** 20

/** A snapshot and its graph take so many times the heap in memory (measured at 58 to 189 MB). */
const MEMORY_PER_HEAP = 16

/** So many objects of one kind in a half are told from chance; a rare leak needs more iterations for them. */
const USUAL_ITERATIONS = 40
const MOST_ITERATIONS = 20_000
const SCARCE_ITERATIONS = 24

/** One copy is alive, however many were made. */
const FEW_ITERATIONS = 12

const FEWEST_ITERATIONS = 8

/** A leak that grows slower than one small object per iteration leaves one every few iterations. */
const SMALL_OBJECT_BYTES = 40

/** The part of the remaining time that the re-run may take. */
const RUN_SHARE = 0.4

export function planExplanation(
  rerun: Pick<Rerun, 'leftMs' | 'iterationMs' | 'heapBytes' | 'availableBytes' | 'explain'>,
  { growth, because }: Pick<GrowthVerdict, 'growth' | 'because'>,
  isRecorded = false,
): ExplainPlan | { readonly kind: 'none'; readonly note: string } {
  const leftMs = rerun.leftMs()
  const isCopied = because === 'objects-get-larger'
  const affordable = Math.floor((RUN_SHARE * leftMs) / (HALVES * Math.max(rerun.iterationMs, 1e-4)))
  const iterations = Math.min(isCopied ? FEW_ITERATIONS : wantedIterations(growth), affordable)
  if (iterations < FEWEST_ITERATIONS) {
    const few = Math.floor((RUN_SHARE * leftMs) / Math.max(rerun.iterationMs, 1e-4))
    // What was recorded needs no run to be told by: so few tell what holds it.
    if (isRecorded && few >= FEWEST_ITERATIONS) {
      return { kind: 'sampling', iterations: few, lineIterations: few, note: tooLong(rerun) }
    }
    return {
      kind: 'none',
      note: `There was no time left to run the scenario again and explain the growth: ${MORE_TIME}.`,
    }
  }
  const plan = { iterations, lineIterations: Math.min(iterations, lineIterations(growth)) }
  const heapMegabytes = megabytes(rerun)
  const isTooBig = rerun.heapBytes > MOST_SNAPSHOT_BYTES
  const isTooTight = MEMORY_PER_HEAP * rerun.heapBytes > rerun.availableBytes
  if ((isTooBig || isTooTight) && rerun.explain === 'auto') {
    return {
      kind: 'sampling',
      ...plan,
      note: `Told without a snapshot: the heap of ${heapMegabytes} MB is too large for one${isTooBig ? '' : ' in the memory that is free'}. explain: 'full' takes one.`,
    }
  }
  return { kind: 'snapshot', ...plan, note: undefined }
}

/**
 * A snapshot and who holds what in it take 12 to 25 times the CPU of one walk through the heap, all of an explanation 18
 * to 36 times (56 leaks in heaps of 12 to 30 MB, beside busy processes). Planned with 17, 9 of 41 checks of heaps of
 * 50 to 100 MB went beyond the runner's limit.
 */
const WALKS_PER_SNAPSHOT = 24

/** On a busy machine CPU comes late; a walk is too short to tell a worse share than this from chance. */
const LATEST = 3

/** Where so much more time is left, the short run for the lines has time after the snapshot. */
const AMPLE = 1.5

/** One walk was measured at 3.5 to 4.4 ms of CPU a megabyte; no machine that is known is three times as fast. */
const LEAST_WALK_MS = 1.2

/** Why there would be no time for a snapshot on any machine: known without the walk, which may be all that the time allows for. */
export function whyNoWalk(
  rerun: Pick<Rerun, 'leftMs' | 'heapBytes' | 'explain'>,
): string | undefined {
  const leastMs = WALKS_PER_SNAPSHOT * LEAST_WALK_MS * megabytes(rerun)
  return leastMs <= rerun.leftMs() || rerun.explain === 'full' ? undefined : tooLong(rerun)
}

/** Why there is no time for a snapshot after one walk through the heap; undefined where there is. */
export function whyNoSnapshot(
  rerun: Pick<Rerun, 'leftMs' | 'heapBytes' | 'explain'>,
  walk: Walk,
): string | undefined {
  const isInTime = snapshotMs(walk) <= rerun.leftMs()
  return isInTime || rerun.explain === 'full' ? undefined : tooLong(rerun)
}

/** Whether what a snapshot would leave of the time may be too little for what comes after it. */
export function isSnapshotTight(rerun: Pick<Rerun, 'leftMs' | 'explain'>, walk: Walk): boolean {
  return rerun.explain !== 'full' && AMPLE * snapshotMs(walk) > rerun.leftMs()
}

function snapshotMs({ wallMs, cpuMs }: Walk): number {
  return WALKS_PER_SNAPSHOT * Math.min(wallMs, LATEST * cpuMs)
}

/** Told beside what was found without one. */
export function tooLong(rerun: Pick<Rerun, 'leftMs' | 'heapBytes'>): string {
  return `Told without a snapshot: one of ${megabytes(rerun)} MB would hardly have fitted into the ${Math.max(0, Math.round(rerun.leftMs()))} ms that were left. ${MORE_TIME_FIRST} to learn all that holds it.`
}

function megabytes({ heapBytes }: Pick<Rerun, 'heapBytes'>): number {
  return Math.round(heapBytes / 2 ** 20)
}

/** Handles are a scarce good of the process; a rare leak needs many iterations to show. */
function wantedIterations(growth: readonly Growth[]): number {
  if (growth.some(({ probe, perIteration }) => isCount(probe) && perIteration >= 0.5)) {
    return SCARCE_ITERATIONS
  }
  return Math.min(
    MOST_ITERATIONS,
    Math.ceil(USUAL_ITERATIONS * Math.max(1, iterationsPerObject(growth))),
  )
}

const USUAL_LINE_ITERATIONS = 20

function lineIterations(growth: readonly Growth[]): number {
  return Math.ceil(USUAL_LINE_ITERATIONS * Math.max(1, iterationsPerObject(growth)))
}

function iterationsPerObject(growth: readonly Growth[]): number {
  const rates = growth.map(({ probe, perIteration }) => {
    // A buffer has memory of any size.
    if (probe === 'external') return 1
    return isCount(probe) ? perIteration : perIteration / SMALL_OBJECT_BYTES
  })
  return 1 / Math.max(...rates, 1 / MOST_ITERATIONS)
}

function isCount(probe: Growth['probe']): boolean {
  return probe === 'handles' || probe === 'fds' || probe === 'threads'
}
