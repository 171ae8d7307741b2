import { runsHeapProf } from '../engine/heap-prof.ts'
import { openInspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { GrowthVerdict } from '../plateau/verdict.ts'
import { bunHeap } from '../probe/bun-heap.ts'
import { explainBySnapshot } from './explain-by-snapshot.ts'
import { explainInBun } from './explain-in-bun.ts'
import { planExplanation } from './explain-plan.ts'
import type { Known } from './known.ts'
import { countedCulprit } from './objectless-culprits.ts'
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
  const plan = planExplanation(rerun, verdict.growth)
  if (plan.kind === 'none') return { culprits: [], notes: [plan.note] }
  const session = known.prepared?.session ?? openInspectorSession()
  try {
    if (plan.kind === 'sampling') {
      return yield* explainBySampling(session, { rerun, plan, verdict, known })
    }
    return yield* explainBySnapshot(session, { rerun, plan, verdict, known })
  } finally {
    rerun.restoreEngine()
    session.post('HeapProfiler.disable')
    session.post('Debugger.disable')
    if (known.prepared) known.prepared.close()
    else session.close()
  }
}

const BESIDE_HEAP_PROF =
  'What allocates it was not looked for, because --heap-prof records allocations in this process: run the test without it.'

export { prepareExplanation } from './prepared.ts'
