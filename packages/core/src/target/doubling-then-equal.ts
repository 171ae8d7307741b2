import { allowance } from '../plateau/allowance.ts'
import { plateau, unsettled } from '../plateau/assemble-verdict.ts'
import type { Verdict } from '../plateau/verdict.ts'
import { samplesAdvice } from '../report/advice.ts'
import { judgeBatches, runEqualBatches } from './judge-batches.ts'
import {
  enoughIterations,
  equalBatch,
  exactIterations,
  firstSampleAt,
  isNearLastIteration,
  isTimeToConfirm,
} from './target-plan.ts'
import { accepted, isQuiet, partsOf, runBatch, type TargetRun, takeSample } from './target-run.ts'

/** Equal batches that are judged, after one that is thrown away: together a full further doubling. */
const JUDGED_BATCHES = 4

/** Below so many iterations one quiet doubling might be chance, so it takes two. */
const MANY_ITERATIONS = 4096

/**
 * Batches that double the total until no probe grows over the second half of all iterations: stores
 * grow by factors of 1.5 and 2, so a shorter quiet stretch proves nothing. What grew is confirmed in
 * equal batches.
 */
export async function doublingThenEqual(run: TargetRun): Promise<Verdict> {
  const exactly = exactIterations(run)
  if (exactly !== undefined) return judgeExactly(run, exactly)
  for (;;) {
    if ((await double(run)) === 'quiet') {
      return plateau(partsOf(run, Math.floor(run.completed / 2)))
    }
    const verdict = await confirm(run)
    if (verdict !== undefined) return verdict
    if (isNearLastIteration(run)) {
      const advice = samplesAdvice(run.options)
      return unsettled(partsOf(run, 0), { reason: 'samples', suspects: [], advice })
    }
  }
}

async function double(run: TargetRun): Promise<'quiet' | 'grew'> {
  const openedMs = run.deadline.spentMs()
  const first = firstSampleAt(run)
  if (first > run.completed) await runBatch(run, first - run.completed)
  if (run.samples.length === 0) run.warmUp = run.completed
  await takeSample(run)
  for (let quiet = 0; ; ) {
    const iterations = run.completed
    await runBatch(run, iterations)
    await takeSample(run)
    quiet = isQuiet(run, iterations) ? quiet + 1 : 0
    const needed = run.completed < MANY_ITERATIONS ? 2 : 1
    if (quiet >= needed && run.completed >= enoughIterations(run)) return 'quiet'
    if (isTimeToConfirm(run, openedMs)) return 'grew'
  }
}

/** Undefined where what grew did not grow again, but not for long enough to be a plateau. */
async function confirm(run: TargetRun): Promise<Verdict | undefined> {
  const before = run.completed
  const wanted = Math.ceil(before / JUDGED_BATCHES)
  const iterationsPerBatch = equalBatch(run, wanted, JUDGED_BATCHES + 1)
  const plan = { iterationsPerBatch, batches: JUDGED_BATCHES, discardFirst: true }
  const batches = await runEqualBatches(run, plan)
  const verdict = await judgeBatches(run, batches)
  // A store that doubled in the batch that was thrown away does not again before as many iterations.
  const needed = hasStepped(run, iterationsPerBatch) ? before + iterationsPerBatch : before / 2
  const missing = Math.ceil(needed) - JUDGED_BATCHES * iterationsPerBatch
  if (verdict.kind !== 'plateau' || missing <= 0) return verdict
  return completeSecondHalf(run, missing)
}

/** Whether anything grew in the batch before the judged ones. */
function hasStepped(run: TargetRun, iterations: number): boolean {
  const [before, after] = run.samples.slice(-JUDGED_BATCHES - 2)
  return run.probes.some((probe, at) => {
    const grown = (after?.readings[at] ?? 0) - (before?.readings[at] ?? 0)
    return grown > allowance(probe.unit, iterations, accepted(run, probe, iterations))
  })
}

/** Batches cut short by the time are no second half: a store may just not have doubled in them. */
async function completeSecondHalf(
  run: TargetRun,
  iterations: number,
): Promise<Verdict | undefined> {
  await runBatch(run, iterations)
  await takeSample(run)
  return isQuiet(run, iterations) ? plateau(partsOf(run, iterations)) : undefined
}

/** All that is judged was given: its first half is the base of the second. */
async function judgeExactly(run: TargetRun, iterations: number): Promise<Verdict> {
  const iterationsPerBatch = Math.max(1, Math.floor(iterations / (2 * JUDGED_BATCHES)))
  const batches = Math.min(JUDGED_BATCHES, Math.ceil(iterations / 2))
  const first = iterations - batches * iterationsPerBatch
  await takeSample(run)
  if (first > 0) {
    await runBatch(run, first)
    await takeSample(run)
  }
  const plan = { iterationsPerBatch, batches, discardFirst: false }
  return judgeBatches(run, await runEqualBatches(run, plan))
}
