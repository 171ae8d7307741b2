import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import {
  startRecordingAllocations,
  stopRecordingAllocations,
  survivingStacks,
} from './allocation-profile.ts'
import type { ExplainPlan } from './explain-plan.ts'
import type { ExplainTask } from './explain-task.ts'
import type { Recorded } from './known.ts'
import { NOTHING_NOTED, runForLines } from './line-run.ts'
import { countedCulprit } from './objectless-culprits.ts'
import { openedCulprits, withOpenings } from './opened-culprits.ts'
import { orElse } from './or-else.ts'
import type { Explanation, Rerun } from './rerun.ts'
import { culpritsOfStacks, perIterationStacks } from './stack-culprits.ts'
import { projectFrame, userFrame } from './user-frames.ts'

/** Says which lines allocate what survives; at a price that does not grow with the heap. */
export function* explainBySampling(task: ExplainTask): Generator<Wait, Explanation, unknown> {
  const {
    rerun,
    plan,
    known,
    prepared: { session, sources },
  } = task
  const notes = plan.note === undefined ? [] : [plan.note]
  const opened = yield* openedCulprits(task)
  const run = known.recorded ?? (yield* recordNow(session, rerun, plan))
  const { iterations } = run
  const stacks = perIterationStacks(run.stacks, iterations)
  if (stacks.length === 0) {
    const culprits = [...opened, ...known.stores.map(countedCulprit)]
    return { culprits, notes: culprits.length + notes.length > 0 ? notes : [NOT_AGAIN] }
  }
  const frames = stacks.flatMap((stack) => {
    const its = [userFrame(stack.frames), projectFrame(stack.frames)]
    return its.filter((frame) => frame !== undefined)
  })
  const lines = runForLines(
    session,
    { frames, scripts: [], containers: [] },
    { sources, iterations: plan.lineIterations, run: rerun.run },
  )
  const noted = yield* orElse(lines, NOTHING_NOTED)
  const culprits = culpritsOfStacks(stacks, { iterations, sources, noted: noted.allocations })
  return { culprits: withOpenings(culprits, opened), notes }
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
