import { minorAllowance } from '../plateau/allowance.ts'
import {
  bytesGrown,
  type CheckRun,
  computeDeltas,
  countsGrewBy,
  isQuiet,
  runBatch,
} from './check-run.ts'
import { turns } from './clock.ts'
import { enoughIterations, GROWN_BYTES, mustConfirm } from './plan.ts'
import type { Wait } from './sampler.ts'

/** Doublings that are tried before full collections take over: the floating garbage of most scenarios shows at once. */
const MOST_DOUBLINGS = 8

/** Doublings that may grow plainly: by a byte per iteration, or by a handle. */
const MOST_GROWING = 2
const PLAIN_BYTES_PER_ITERATION = 1

/**
 * Doublings in a row that must be quiet. What survives a collection by chance in the first sample and
 * is gone in the second can hide growth between the two, but hardly twice.
 */
const QUIET_DOUBLINGS = 2

/** The part of the remaining time that one more doubling may take. */
const MOST_TIME = 0.25

/**
 * Looks for a plateau with minor collections alone. What survives one is an upper bound of what is
 * alive, so no growth there is no leak, for a fraction of the price of a full collection: 0.1 ms at
 * any heap. True when no probe grew over the last three quarters of all iterations.
 */
export function* findMinorPlateau(
  run: CheckRun,
  firstTarget: number,
): Generator<Wait, boolean, unknown> {
  try {
    return yield* doubleMinor(run, firstTarget)
  } finally {
    run.sampler.endMinor()
  }
}

function* doubleMinor(run: CheckRun, firstTarget: number): Generator<Wait, boolean, unknown> {
  const { loop } = run
  // Allocated before the first sample: it would be seen as growth.
  const before = new Float64Array(run.accepted.length)
  if (firstTarget - loop.completed > MOST_REHEARSALS) yield* rehearse(run, firstTarget)
  yield* runBatch(run, firstTarget - loop.completed)
  yield* sampleMinor(run)
  accept(run)
  let quiet = 0
  let growing = 0
  let spiked = false
  for (let doubling = 0; doubling < MOST_DOUBLINGS && growing < MOST_GROWING; doubling++) {
    if (!canDouble(run)) return false
    if (!spiked) before.set(run.accepted)
    const iterations = loop.completed
    const end: RoundEnd = yield* runRound(run, iterations, spiked ? before : undefined)
    quiet = end === 'quiet' ? quiet + 1 : 0
    spiked = end === 'grew'
    if (end === 'interrupted' || (spiked && isPlain(run, iterations))) growing++
    // Whatever a full collection will show of so much, it is time to look.
    if (bytesGrown(run) >= GROWN_BYTES / 2) return false
    if (isEnough(run, quiet)) return true
  }
  return false
}

function isPlain(run: CheckRun, iterations: number): boolean {
  return bytesGrown(run) >= PLAIN_BYTES_PER_ITERATION * iterations || countsGrewBy(run, 1)
}

/** The first check of a process was quiet after eleven rounds, the second after three, all others at once. */
const MOST_REHEARSALS = 16

/** More iterations than the loop runs between two looks at its clock. */
const LONG_REHEARSAL = 96

/** A rehearsal is for the code of the check: a slow scenario need not pay for it. */
const MOST_REHEARSAL_MS = 1

/**
 * The steps of a doubling with short batches, until two in a row are quiet. The code that samples and
 * judges is compiled when it first runs, and grows once more in the second check of a process: some KB,
 * which the doublings would take for the scenario's.
 */
function* rehearse(run: CheckRun, firstTarget: number): Generator<Wait, void, unknown> {
  const { completed } = run.loop
  // Asked of the pilot, not of a batch of one iteration: a busy machine makes some of those slow.
  if (run.iterationMs > MOST_REHEARSAL_MS) return
  yield* sampleMinor(run)
  accept(run)
  let quiet = 0
  for (let round = 1; round < MOST_REHEARSALS && quiet < QUIET_DOUBLINGS; round++) {
    if (!canDouble(run)) break
    const long = Math.min(LONG_REHEARSAL, firstTarget - completed - MOST_REHEARSALS)
    const end = yield* runRound(run, round === 1 ? Math.max(1, long) : 1)
    quiet = end === 'quiet' && bytesGrown(run) < GROWN_BYTES ? quiet + 1 : 0
    isEnough(run, quiet)
  }
  run.recording.clear()
}

/** Whether one more doubling leaves enough iterations and time for whatever it shows. */
function canDouble({ loop, options, iterationMs, slowdown, budget }: CheckRun): boolean {
  const nextMs = loop.completed * iterationMs * slowdown
  return !mustConfirm(loop.completed, options) && nextMs <= MOST_TIME * budget.leftMs()
}

function isEnough({ loop, options, iterationMs }: CheckRun, quiet: number): boolean {
  return quiet >= QUIET_DOUBLINGS && loop.completed >= enoughIterations(options, iterationMs)
}

/**
 * `fell`: what the sample before had kept by chance is gone, 32 KB of a page mostly. No proof of a plateau,
 * but no reason to give up on minor collections either. `interrupted`: a full collection ran.
 */
type RoundEnd = 'quiet' | 'fell' | 'grew' | 'interrupted'

/**
 * Runs a batch and samples it. Where the last sample had grown by chance alone, this one is back at the one
 * `beforeThat`, and as quiet as if there had been none between the two.
 */
function* runRound(
  run: CheckRun,
  iterations: number,
  beforeThat?: Float64Array,
): Generator<Wait, RoundEnd, unknown> {
  yield* runBatch(run, iterations)
  const comparable = yield* sampleMinor(run)
  computeDeltas(run)
  const quiet = isQuiet(run, iterations, minorAllowance)
  const fell = !quiet && bytesGrown(run) === 0 && !countsGrewBy(run, 1)
  if (fell && beforeThat) {
    run.accepted.set(beforeThat)
    computeDeltas(run)
  }
  accept(run)
  if (!comparable) return 'interrupted'
  if (quiet || (fell && beforeThat && isQuiet(run, iterations, minorAllowance))) return 'quiet'
  return fell ? 'fell' : 'grew'
}

function* sampleMinor(run: CheckRun): Generator<Wait, boolean, unknown> {
  if (run.turning) yield turns()
  return run.sampler.readMinor()
}

function accept(run: CheckRun): void {
  run.accepted.set(run.sampler.current)
  run.recording.add(run.loop.completed, 'minor', run.sampler.current)
}
