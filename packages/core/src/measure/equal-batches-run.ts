import { type CheckRun, runBatch, sampleBase, sampleGrowth } from './check-run.ts'
import type { Wait } from './sampler.ts'

/** Equal batches that are judged, after one that is thrown away: together a full further doubling. */
export const JUDGED_BATCHES = 4

/** Growth per batch and probe, over equal batches. */
export interface EqualBatchesRun {
  readonly iterationsPerBatch: number
  /** By probe, in the order of `run.probes`. */
  readonly deltas: readonly (readonly number[])[]
  /** What each probe grew by in the batch that was thrown away; nothing where there was none. */
  readonly discarded: readonly number[]
}

/**
 * Runs equal batches and samples each. The first is thrown away when `discardFirst`: weak tables are
 * sized to the batch and grow when its length changes.
 */
export function* runEqualBatches(
  run: CheckRun,
  plan: {
    readonly iterationsPerBatch: number
    readonly batches: number
    readonly discardFirst: boolean
  },
): Generator<Wait, EqualBatchesRun, unknown> {
  const { iterationsPerBatch, batches, discardFirst } = plan
  const table = new Float64Array(batches * run.probes.length)
  const discarded = new Float64Array(discardFirst ? run.probes.length : 0)
  // Read as after a batch: what waits here, what was allocated above and what is noted of batches before would be
  // taken for a step.
  yield* sampleBase(run)
  if (discardFirst) {
    discarded.set(run.accepted)
    yield* runBatch(run, iterationsPerBatch)
    yield* sampleBase(run)
    for (const [at, amount] of discarded.entries()) discarded[at] = (run.accepted[at] ?? 0) - amount
  }
  for (let batch = 0; batch < batches; batch++) {
    yield* runBatch(run, iterationsPerBatch)
    yield* sampleGrowth(run)
    table.set(run.deltas, batch * run.probes.length)
  }
  return {
    iterationsPerBatch,
    deltas: run.probes.map((_, probe) =>
      Array.from({ length: batches }, (_, batch) => table[batch * run.probes.length + probe] ?? 0),
    ),
    discarded: [...discarded],
  }
}
