import { type EvidenceParts, plateau, unsettled } from '../plateau/assemble-verdict.ts'
import { coarseResolution } from '../plateau/coarse-level.ts'
import { deservesLook } from '../plateau/native-growth.ts'
import type { UnsettledVerdict, Verdict } from '../plateau/verdict.ts'
import { hangingAdvice, samplesAdvice, timeAdvice } from '../report/advice.ts'
import { type CheckRun, meanIterationMs, partsOf } from './check-run.ts'
import { nativeGrowthOf } from './native-watch.ts'
import { enoughIterations } from './plan.ts'
import { openWorkerHeaps } from './worker-heaps.ts'

/**
 * A plateau of a coarse resolution in place of a verdict that only time or iterations were missing for; `found` where
 * what was seen rules nothing out, where an iteration may never end, or where memory beyond this heap is in doubt.
 */
export function coarsePlateau(run: CheckRun, found: UnsettledVerdict): Verdict {
  const isShort = found.reason === 'time' || found.reason === 'samples'
  if (!isShort || isHanging(run) || isInDoubtBeyond(run)) return found
  const resolution = coarseResolution(run.recording.toSeries(), run.options.tolerate)
  return resolution ? plateau({ ...partsOfDoubling(run), dismissed: resolution }) : found
}

/** Worker threads of the scenario would not be judged any more, nor would native memory that grew. */
function isInDoubtBeyond(run: CheckRun): boolean {
  const workers = run.loop.isAsync ? openWorkerHeaps() : undefined
  workers?.close()
  const native = nativeGrowthOf(run)
  return workers !== undefined || (native !== undefined && deservesLook(native))
}

/** The doublings judge the second half of all iterations. */
export function partsOfDoubling(run: CheckRun): EvidenceParts {
  return partsOf(run, Math.floor(run.loop.completed / 2))
}

/** A check that ended before its decision, with what it would have needed. */
export function outOfTime(run: CheckRun): UnsettledVerdict {
  const { options, loop, budget } = run
  const isOutOfIterations = loop.completed >= options.maxIterations
  const advice = isHanging(run)
    ? hangingAdvice(loop.completed, budget.limitMs)
    : isOutOfIterations
      ? samplesAdvice(options)
      : timeAdvice({
          options,
          iterations: loop.completed,
          neededIterations: 4 * enoughIterations(options, run.iterationMs),
          iterationMs: meanIterationMs(run),
        })
  const reason = isOutOfIterations ? 'samples' : 'time'
  return unsettled(partsOfDoubling(run), { reason, suspects: [], advice })
}

/** An iteration that lasts so many times as long as the others, and this part of the limit, may never end. */
const HANGING_TIMES = 3
const HANGING_SHARE = 0.2

function isHanging({ loop, budget }: CheckRun): boolean {
  const usualMs = budget.spentMs() / (loop.completed + 1)
  const longMs = Math.max(HANGING_TIMES * usualMs, HANGING_SHARE * budget.limitMs)
  return loop.waitingMs() > (loop.completed === 0 ? 0 : longMs)
}
