import type { Verdict } from '../plateau/verdict.ts'
import { judgeBatches, runEqualBatches } from './judge-batches.ts'
import { equalBatch } from './target-plan.ts'
import { runBatch, type TargetRun } from './target-run.ts'

/** Legs that are judged, after one that is thrown away. */
const JUDGED_LEGS = 5

/** Long enough for a leak of one object in a hundred iterations to show in every leg. */
const LEG_ITERATIONS = 512

/**
 * A few equal legs, never longer ones: pools of such a target grow with the length of a leg, and
 * unequal legs would fake growth. Growth is what every leg grew by equally.
 */
export async function equalLegs(run: TargetRun): Promise<Verdict> {
  const { iterations, bounded, maxIterations } = run.options
  if (run.completed === 0) await runBatch(run, 1)
  const legs = JUDGED_LEGS + 1
  const wanted = Math.max(LEG_ITERATIONS, bounded ?? 0)
  const allowed = Math.max(1, Math.floor((maxIterations - run.completed) / legs))
  const iterationsPerBatch =
    iterations === undefined
      ? Math.min(allowed, equalBatch(run, wanted, legs))
      : Math.max(1, Math.floor(iterations / JUDGED_LEGS))
  const plan = { iterationsPerBatch, batches: JUDGED_LEGS, discardFirst: true }
  return judgeBatches(run, await runEqualBatches(run, plan))
}
