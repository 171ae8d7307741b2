import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import {
  startRecordingAllocations,
  stopRecordingAllocations,
  survivingStacks,
} from './allocation-profile.ts'
import type { ExplainPlan } from './explain-plan.ts'
import type { Recorded } from './known.ts'
import { runForLines } from './line-run.ts'
import type { Explanation, Rerun } from './rerun.ts'
import { listSources } from './source-positions.ts'
import { culpritsOfStacks, perIterationStacks } from './stack-culprits.ts'
import { projectFrame, userFrame } from './user-frames.ts'

/** Says which lines allocate what survives; at a price that does not grow with the heap. */
export function* explainBySampling(
  session: InspectorSession,
  {
    rerun,
    plan,
    recorded,
  }: {
    readonly rerun: Rerun
    readonly plan: ExplainPlan
    readonly recorded: Recorded | undefined
  },
): Generator<Wait, Explanation, unknown> {
  const notes = plan.note === undefined ? [] : [plan.note]
  const known = recorded ?? (yield* recordNow(session, rerun, plan))
  const { iterations } = known
  const stacks = perIterationStacks(known.stacks, iterations)
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
  return {
    culprits: culpritsOfStacks(stacks, { iterations, sources, noted: noted.allocations }),
    notes,
  }
}

function* recordNow(
  session: InspectorSession,
  { run, keep }: Rerun,
  { iterations }: ExplainPlan,
): Generator<Wait, Recorded, unknown> {
  // What the first iterations allocate and later ones use again is no survivor of all.
  yield* run(Math.ceil(iterations / 4))
  startRecordingAllocations(session)
  yield* run(2 * iterations)
  const profile = stopRecordingAllocations(session)
  if (keep?.kind === 'profile') keep.write(JSON.stringify(profile))
  return { stacks: survivingStacks(profile), iterations: 2 * iterations }
}

const NOT_AGAIN =
  'The growth did not show again when the scenario was run once more to explain it, so no culprit can be named.'
