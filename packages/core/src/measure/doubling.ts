import { hasPlainlyGrown } from '../plateau/native-growth.ts'
import {
  bytesGrown,
  type CheckRun,
  computeDeltas,
  countsGrewBy,
  isQuiet,
  runBatch,
  sampleBase,
  sampleGrowth,
} from './check-run.ts'
import { nativeGrowthOf } from './native-watch.ts'
import { enoughIterations, isTimeToConfirm, mustConfirm, SCARCE_BATCH } from './plan.ts'
import type { Wait } from './sampler.ts'

/** `quiet`: a plateau. `grew`: to be confirmed in equal batches. `outside`: so did memory outside the heap, by much. */
export type DoublingEnd = 'quiet' | 'grew' | 'outside'

/** Synchronous doublings that may grow before the event loop gets its turn: WeakRef targets, promise jobs and timers wait for it. */
const GROWING_WITHOUT_TURN = 2

/** Batches after which a leak of handles is plain enough to be confirmed. */
const SCARCE_BATCHES = 2

/**
 * Batches that double the total, each sampled after a full collection. Stores grow by factors of 1.5
 * and 2, so a quiet stretch proves nothing unless it is as long as everything before it.
 */
export function* double(run: CheckRun): Generator<Wait, DoublingEnd, unknown> {
  if (run.scarce) run.turning = true
  yield* sampleBase(run)
  const growth: GrowthSoFar = { bytes: 0, growing: 0, quiet: 0 }
  for (let batches = 1; ; batches++) {
    if (hasGrownOutside(run)) return 'outside'
    if (mustConfirm(run.loop.completed, run.options)) return 'grew'
    const iterations = run.scarce ? SCARCE_BATCH : run.loop.completed
    yield* runBatch(run, iterations)
    yield* sampleGrowth(run)
    note(run, growth, iterations)
    if (growth.quiet >= quietDoublings(run) && isEnough(run)) return 'quiet'
    if (needsTurn(run, growth) && (yield* fallsBackAfterTurn(run, growth))) growth.growing = 0
    if (run.scarce && batches >= SCARCE_BATCHES) return 'grew'
    if (isTimeToConfirm(stateOf(run, growth))) return 'grew'
  }
}

interface GrowthSoFar {
  bytes: number
  /** Batches that were not quiet. */
  growing: number
  /** Doublings in a row that were. */
  quiet: number
}

function note(run: CheckRun, growth: GrowthSoFar, iterations: number): void {
  if (isQuiet(run, iterations)) {
    growth.quiet = 2 * iterations >= run.loop.completed ? growth.quiet + 1 : 0
    run.scarce = false
  } else {
    growth.quiet = 0
    growth.growing++
    growth.bytes += bytesGrown(run)
  }
  if (countsGrewBy(run, SCARCE_BATCH / 2)) run.scarce = true
}

/**
 * Below so many iterations, a leak of one object in a hundred grows by no more than a small release
 * can hide: one quiet doubling might be chance.
 */
const MANY_ITERATIONS = 4096

function quietDoublings(run: CheckRun): number {
  return run.loop.completed < MANY_ITERATIONS ? 2 : 1
}

function isEnough(run: CheckRun): boolean {
  return run.loop.completed >= enoughIterations(run.options, run.iterationMs)
}

function needsTurn(run: CheckRun, growth: GrowthSoFar): boolean {
  return !run.turning && (growth.growing >= GROWING_WITHOUT_TURN || countsGrewBy(run, 1))
}

/** Lets the event loop turn and takes a new base. True when most of the growth so far was only waiting for it. */
function* fallsBackAfterTurn(
  run: CheckRun,
  growth: GrowthSoFar,
): Generator<Wait, boolean, unknown> {
  run.turning = true
  const heap = run.probes.findIndex(({ name }) => name === 'heap')
  const before = run.accepted[heap] ?? 0
  yield* run.sampler.settle()
  computeDeltas(run)
  if (countsGrewBy(run, run.loop.completed / 2)) run.scarce = true
  yield* sampleBase(run)
  return before - (run.accepted[heap] ?? 0) > growth.bytes / 2
}

/** Further doublings would take the memory of the machine, and the time that equal batches need. */
function hasGrownOutside(run: CheckRun): boolean {
  if (run.native?.isJudged !== false) return false
  const grown = nativeGrowthOf(run)
  return grown !== undefined && hasPlainlyGrown(grown)
}

function stateOf(run: CheckRun, growth: GrowthSoFar): Parameters<typeof isTimeToConfirm>[0] {
  return {
    completed: run.loop.completed,
    spentMs: run.budget.spentMs(),
    iterationMs: run.iterationMs,
    slowdown: run.slowdown,
    sampleMs: run.sampleMs,
    grownBytes: growth.bytes,
    latestBytesPerIteration: bytesGrown(run) / run.latestBatch,
    quiet: growth.quiet,
    options: run.options,
  }
}
