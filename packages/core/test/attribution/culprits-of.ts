import { explainGrowth } from '../../src/attribution/explain-growth.ts'
import type { Rerun } from '../../src/attribution/rerun.ts'
import type { Culprit, GrowthVerdict } from '../../src/plateau/verdict.ts'

/** As many as the check that convicted has run. */
const COMPLETED = 60

/** Of a leak that a check has convicted, in a heap that is too large for a snapshot. */
export async function culpritsOf(
  scenario: (at: number) => void,
  context: readonly unknown[] = [],
): Promise<readonly Culprit[]> {
  let at = 0
  for (; at < COMPLETED; at++) scenario(at)
  const rerun: Rerun = {
    *run(iterations) {
      for (const end = at + iterations; at < end; at++) scenario(at)
      yield Promise.resolve()
    },
    restoreEngine() {},
    leftMs: () => 60_000,
    iterationMs: 0.01,
    begins: context.length > 0 ? [undefined, ...context] : [scenario],
    heapBytes: 2 ** 30,
    availableBytes: Number.POSITIVE_INFINITY,
    explain: 'auto',
    keep: undefined,
  }
  const growth = [{ probe: 'heap', perIteration: 100, interval: [100, 100] }]
  const verdict = { kind: 'growth', growth, iterations: COMPLETED } as unknown as GrowthVerdict
  const known = { recorded: undefined, stores: [] }
  const steps = explainGrowth(rerun, verdict, known)
  let step = steps.next()
  while (!step.done) step = steps.next(await step.value)
  return step.value.culprits
}
