import { runsHeapProf } from '../engine/heap-prof.ts'
import type { Wait } from '../engine/port.ts'
import type { GrowthVerdict } from '../plateau/verdict.ts'
import { bunHeap } from '../probe/bun-heap.ts'
import { explainBySnapshot } from './explain-by-snapshot.ts'
import { explainInBun } from './explain-in-bun.ts'
import { planExplanation } from './explain-plan.ts'
import type { Known } from './known.ts'
import { countedCulprit } from './objectless-culprits.ts'
import { nameByOrigin } from './origin.ts'
import { openExplanation } from './prepared.ts'
import type { Explanation, Rerun } from './rerun.ts'
import { explainBySampling } from './sampled-run.ts'

/**
 * Runs the scenario again to say what grows, what holds it and which line allocates it. After it the
 * process is as fast as before: profilers and debugger are off, and V8 follows no object.
 */
export function* explainGrowth(
  rerun: Rerun,
  verdict: GrowthVerdict,
  known: Known,
): Generator<Wait, Explanation, unknown> {
  const bun = bunHeap()
  if (bun !== undefined) return yield* explainInBun(rerun, bun)
  if (runsHeapProf())
    return { culprits: known.stores.map(countedCulprit), notes: [BESIDE_HEAP_PROF] }
  const plan = planExplanation(rerun, verdict, known.recorded !== undefined)
  if (plan.kind === 'none') return { culprits: [], notes: [plan.note] }
  const prepared = openExplanation()
  const task = { rerun, plan, verdict, known, prepared }
  try {
    const told = yield* plan.kind === 'sampling' ? explainBySampling(task) : explainBySnapshot(task)
    const culprits = nameByOrigin(told.culprits, known.recorded?.grown ?? [], prepared.sources)
    return { ...told, culprits }
  } finally {
    rerun.restoreEngine()
    prepared.close()
  }
}

const BESIDE_HEAP_PROF =
  'What allocates it was not looked for, because --heap-prof records allocations in this process: run the test without it.'
