import type { ResolvedOptions } from '../options.ts'
import { allowance } from '../plateau/allowance.ts'
import type { EvidenceParts } from '../plateau/assemble-verdict.ts'
import type { Probe } from '../probe/probe.ts'
import type { Budget } from './budget.ts'
import { nowMs } from './clock.ts'
import type { IterationLoop } from './iteration-loop.ts'
import type { NativeWatch } from './native-watch.ts'
import { silenceEngine } from './noise-switch.ts'
import { createRecording, type Recording } from './recording.ts'
import type { Sampler, Wait } from './sampler.ts'

/** One check while it runs: what its stages share. */
export interface CheckRun {
  readonly options: ResolvedOptions
  readonly probes: readonly Probe[]
  /** Whole sentences: what is not judged here. */
  readonly unmeasured: readonly string[]
  readonly loop: IterationLoop
  readonly sampler: Sampler
  readonly recording: Recording
  readonly budget: Budget
  /** Undefined where native memory is not judged. */
  readonly native: NativeWatch | undefined
  /** The last accepted sample, and the growth of the batch that ended with the present one. */
  readonly accepted: Float64Array
  readonly deltas: Float64Array
  /** Iterations before the first judged one. */
  warmUp: number
  /** Iterations of the latest batch; 1 before the first. */
  latestBatch: number
  /** Milliseconds per iteration in the latest batch; 0 before the first. */
  iterationMs: number
  /** How many times slower an iteration was in the latest batch than in the one before; at least 1. */
  slowdown: number
  /** Milliseconds that the latest full sample took, collections and waiting included. */
  sampleMs: number
  /** Iterations completed at the accepted sample; -1 before the first. */
  sampledAt: number
  /** Whether the event loop may turn between batches. A check begins without, so that a plateau can be decided at once. */
  turning: boolean
  /** Whether about every iteration leaves a handle or descriptor open: batches are kept short. */
  scarce: boolean
}

/** A check before its first iteration. */
export function createCheckRun(
  parts: Pick<
    CheckRun,
    'options' | 'probes' | 'unmeasured' | 'loop' | 'sampler' | 'budget' | 'native'
  >,
): CheckRun {
  return {
    options: parts.options,
    probes: parts.probes,
    unmeasured: parts.unmeasured,
    loop: parts.loop,
    sampler: parts.sampler,
    recording: createRecording(parts.probes),
    budget: parts.budget,
    native: parts.native,
    accepted: new Float64Array(parts.probes.length),
    deltas: new Float64Array(parts.probes.length),
    warmUp: 0,
    latestBatch: 1,
    iterationMs: 0,
    slowdown: 1,
    sampleMs: 0,
    sampledAt: -1,
    turning: false,
    scarce: false,
  }
}

/** The check's time is over: not an error of the scenario. */
export class TimeUp extends Error {}

/** What code leaves that runs for the first time in a realm is less. */
const LEVEL_BYTES = 4096

/** What takes less need not be planned for. */
const COSTLY_MS = 5

/** Neither a collection nor a synchronous iteration can be interrupted: none is begun that cannot end in time. */
function endUnlessInTime({ budget }: CheckRun, neededMs: number): void {
  if (neededMs > COSTLY_MS && budget.leftMs() < neededMs) throw new TimeUp()
}

/** Runs one batch with the engine silent. Ends the check when it was aborted or its time is over. */
export function* runBatch(run: CheckRun, iterations: number): Generator<Wait, void, unknown> {
  silenceEngine()
  endUnlessInTime(run, run.iterationMs)
  const startedMs = nowMs()
  const batch = run.loop.run(iterations)
  const completed = typeof batch === 'number' ? batch : ((yield batch) as number)
  if (run.loop.isAsync) run.turning = true
  const iterationMs = Math.max((nowMs() - startedMs) / Math.max(1, completed), 1e-4)
  run.slowdown = run.iterationMs > 0 ? Math.max(1, iterationMs / run.iterationMs) : 1
  run.iterationMs = iterationMs
  run.latestBatch = Math.max(1, completed)
  run.options.signal?.throwIfAborted()
  if (completed < iterations) throw new TimeUp()
}

/**
 * Takes a sample that two consecutive readings agree on, and makes it the accepted one. The sample before
 * counts as a reading where no iteration came since.
 */
export function sampleBase(run: CheckRun): Generator<Wait, void, unknown> {
  return sample(run, 'base')
}

/**
 * Samples after a batch and computes what grew since the accepted sample. One reading is enough when
 * it is level; otherwise handles are given time to close, and two readings must agree.
 */
export function sampleGrowth(run: CheckRun): Generator<Wait, void, unknown> {
  return sample(run, 'growth')
}

/** One generator for both: a suspended one is alive while it is read, and one of another size would show. */
function* sample(run: CheckRun, kind: 'base' | 'growth'): Generator<Wait, void, unknown> {
  endUnlessInTime(run, run.sampleMs)
  const startedMs = nowMs()
  const isAgain = run.sampledAt === run.loop.completed
  if (run.turning)
    yield* run.sampler.settle(kind === 'growth' ? 'once' : isAgain ? 'read' : undefined)
  else run.sampler.readFull()
  if (kind === 'base') {
    if (!run.turning && !isAgain) run.sampler.readFull()
    accept(run)
    return
  }
  computeDeltas(run)
  if (hasMoved(run) && !isLevelAndDear(run)) {
    if (run.turning) {
      yield* run.sampler.drain(run.accepted)
      yield* run.sampler.settle('read')
    } else {
      // Memory outside the heap is given back beside the program: only the next collection counts it.
      run.sampler.readFull()
    }
    computeDeltas(run)
  }
  accept(run)
  run.sampleMs = nowMs() - startedMs
}

/** The part of the time limit from which a full collection is dear: a heap of 100 MB and more, at 5 s. */
const DEAR_READING = 0.02

/** Whether full collections take so much of the time that none is made only to be sure of another. */
export function isDear({ sampler, options }: CheckRun): boolean {
  return sampler.readingMs > DEAR_READING * options.timeLimitMs
}

/** Bytes that moved a little: to read them again costs as much as one more doubling, which tells more. */
function isLevelAndDear(run: CheckRun): boolean {
  return isDear(run) && bytesGrown(run) < LEVEL_BYTES && !countsGrewBy(run, 1)
}

/** Makes the present sample the accepted one and records it. */
function accept(run: CheckRun): void {
  run.accepted.set(run.sampler.current)
  run.sampledAt = run.loop.completed
  run.recording.add(run.loop.completed, 'full', run.sampler.current)
}

/** The present sample against the accepted one, by probe. */
export function computeDeltas(run: CheckRun): void {
  for (let at = 0; at < run.deltas.length; at++) {
    run.deltas[at] = (run.sampler.current[at] ?? 0) - (run.accepted[at] ?? 0)
  }
}

/** Whether any probe is further from the accepted sample than readings of an idle harness are. */
function hasMoved(run: CheckRun): boolean {
  return run.probes.some(({ unit }, at) => Math.abs(run.deltas[at] ?? 0) > allowance(unit, 0, 0))
}

/** Whether no probe grew in the last batch; a drop of bytes is not quiet, for it may hide growth. */
export function isQuiet(
  run: CheckRun,
  iterations: number,
  allow: typeof allowance = allowance,
): boolean {
  return run.probes.every(({ unit, name }, at) => {
    const delta = run.deltas[at] ?? 0
    const allowed = allow(unit, iterations, run.options.tolerate[name] ?? 0)
    return delta <= allowed && (unit === 'count' || delta >= -allowed)
  })
}

/** Whether handles, descriptors or threads grew by so many in the last batch. */
export function countsGrewBy(run: CheckRun, least: number): boolean {
  return run.probes.some(
    ({ unit, isCollected = false }, at) =>
      unit === 'count' && !isCollected && (run.deltas[at] ?? 0) >= least,
  )
}

/** What was seen up to now, as a verdict tells it. */
export function partsOf(run: CheckRun, judgedIterations: number): EvidenceParts {
  return {
    series: run.recording.toSeries(),
    iterations: run.loop.completed - run.warmUp,
    elapsedMs: run.budget.spentMs(),
    judgedIterations,
    tolerate: run.options.tolerate,
    unmeasured: run.unmeasured,
  }
}

/** Milliseconds that an iteration took of the check's time so far, samples included: what a longer check will cost. */
export function meanIterationMs({ budget, loop }: CheckRun): number {
  return budget.spentMs() / Math.max(1, loop.completed)
}

/** Bytes that grew in the last batch, all probes together. */
export function bytesGrown(run: CheckRun): number {
  return run.probes.reduce(
    (sum, { unit }, at) => sum + (unit === 'bytes' ? Math.max(0, run.deltas[at] ?? 0) : 0),
    0,
  )
}
