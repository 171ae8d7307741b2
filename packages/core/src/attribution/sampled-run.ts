import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../witness/port.ts'
import {
  startRecordingAllocations,
  stopRecordingAllocations,
  survivingStacks,
} from './allocation-profile.ts'
import type { ExplainPlan } from './explain-plan.ts'
import { runForLines } from './line-run.ts'
import type { Explanation, Rerun } from './rerun.ts'
import { listSources } from './source-positions.ts'
import { culpritsOfStacks, perIterationStacks } from './stack-culprits.ts'
import { projectFrame, userFrame } from './user-frames.ts'

/** Says which lines allocate what survives; at a price that does not grow with the heap. */
export function* explainBySampling(
  session: InspectorSession,
  { rerun, plan }: { readonly rerun: Rerun; readonly plan: ExplainPlan },
): Generator<Wait, Explanation, unknown> {
  const notes = plan.note === undefined ? [] : [plan.note]
  // What the first iterations allocate and later ones use again is no survivor of all.
  yield* rerun.run(Math.ceil(plan.iterations / 4))
  startRecordingAllocations(session)
  yield* rerun.run(2 * plan.iterations)
  const profile = stopRecordingAllocations(session)
  if (rerun.keep?.kind === 'profile') rerun.keep.write(JSON.stringify(profile))
  const stacks = perIterationStacks(survivingStacks(profile), 2 * plan.iterations)
  if (stacks.length === 0) return { culprits: [], notes: [NOT_AGAIN] }
  const sources = listSources(session)
  const frames = stacks.flatMap((stack) => {
    const its = [userFrame(stack.frames), projectFrame(stack.frames)]
    return its.filter((frame) => frame !== undefined)
  })
  const noted = yield* runForLines(
    session,
    { frames, scripts: [], containers: [] },
    { sources, iterations: plan.lineIterations, run: rerun.run },
  )
  const iterations = 2 * plan.iterations
  return {
    culprits: culpritsOfStacks(stacks, { iterations, sources, noted: noted.allocations }),
    notes,
  }
}

const NOT_AGAIN =
  'The growth did not show again when the scenario was run once more to explain it, so no culprit can be named.'
