import { minorAllowance } from '../plateau/allowance.ts'
import { bytesGrown, type CheckRun, computeDeltas, isQuiet, runBatch } from './check-run.ts'
import { turns } from './clock.ts'
import { enoughIterations, GROWN_BYTES, mustConfirm } from './plan.ts'
import type { Wait } from './sampler.ts'

/** Doublings that are tried before full collections take over: the floating garbage of most scenarios shows at once. */
const MOST_DOUBLINGS = 8
const MOST_GROWING = 2

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
  yield* runBatch(run, firstTarget - loop.completed)
  yield* sampleMinor(run)
  accept(run)
  let quiet = 0
  let growing = 0
  for (let doubling = 0; doubling < MOST_DOUBLINGS && growing < MOST_GROWING; doubling++) {
    const iterations = loop.completed
    if (mustConfirm(iterations, run.options)) return false
    if (iterations * run.iterationMs * run.slowdown > MOST_TIME * run.budget.leftMs()) return false
    yield* runBatch(run, iterations)
    const comparable = yield* sampleMinor(run)
    computeDeltas(run)
    accept(run)
    if (comparable && isQuiet(run, iterations, minorAllowance)) {
      quiet++
    } else {
      quiet = 0
      growing++
    }
    // Whatever a full collection will show of so much, it is time to look.
    if (bytesGrown(run) >= GROWN_BYTES / 2) return false
    const enough = loop.completed >= enoughIterations(run.options, run.iterationMs)
    if (enough && quiet >= QUIET_DOUBLINGS) return true
  }
  return false
}

function* sampleMinor(run: CheckRun): Generator<Wait, boolean, unknown> {
  if (run.turning) yield turns()
  return run.sampler.readMinor()
}

function accept(run: CheckRun): void {
  run.accepted.set(run.sampler.current)
  run.recording.add(run.loop.completed, 'minor', run.sampler.current)
}
