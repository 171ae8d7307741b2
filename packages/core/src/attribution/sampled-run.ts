import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import {
  startRecordingAllocations,
  stopRecordingAllocations,
  survivingStacks,
} from './allocation-profile.ts'
import type { ExplainPlan } from './explain-plan.ts'
import type { ExplainTask } from './explain-task.ts'
import { expressedCulprit } from './expressed-culprits.ts'
import { expressedStores } from './expressed-stores.ts'
import type { Recorded } from './known.ts'
import { NOTHING_NOTED, runForLines } from './line-run.ts'
import { countedCulprit } from './objectless-culprits.ts'
import { openedCulprits, withOpenings } from './opened-culprits.ts'
import { orElse } from './or-else.ts'
import type { Explanation, Rerun } from './rerun.ts'
import { ownFrame } from './runner-frames.ts'
import { culpritsOfStacks, perIterationStacks } from './stack-culprits.ts'
import { projectFrame, userFrame } from './user-frames.ts'

/** Says which lines allocate what survives, and what the source calls the store that holds it; at a price that does not grow with the heap. */
export function* explainBySampling(task: ExplainTask): Generator<Wait, Explanation, unknown> {
  const {
    rerun,
    plan,
    verdict,
    known,
    prepared: { session, sources },
  } = task
  const notes = plan.note === undefined ? [] : [plan.note]
  const opened = yield* openedCulprits(task)
  const run = known.recorded ?? (yield* recordNow(session, rerun, plan))
  const stacks = perIterationStacks(run.stacks, run.iterations)
  const frames = stacks.flatMap((stack) => {
    const its = [userFrame, ownFrame, projectFrame].map((frameOf) => frameOf(stack.frames))
    return its.filter((frame) => frame !== undefined)
  })
  const scripts = frames.map(({ scriptId }) => scriptId)
  const storesOf = [...new Set([...scripts, ...sources.usersScripts()])]
  const lines = runForLines(
    session,
    { frames, scripts: [], containers: [], storesOf },
    { sources, iterations: plan.lineIterations, rerun },
  )
  const noted = yield* orElse(lines, NOTHING_NOTED)
  const its = { iterations: run.iterations, sources, noted: noted.allocations }
  const stores = expressedStores(noted.met, {
    iterations: noted.iterations,
    completed: verdict.iterations,
  })
  const bytes = stacks.reduce((sum, stack) => sum + stack.bytes, 0)
  const findings = {
    ...its,
    session,
    stacks,
    iterations: noted.iterations,
    bytesPerIteration: bytes / run.iterations / Math.max(1, stores.length),
  }
  const culprits =
    stores.length > 0
      ? stores.map((store) => expressedCulprit(store, findings))
      : [...culpritsOfStacks(stacks, its), ...known.stores.map(countedCulprit)]
  const told = withOpenings(culprits, opened)
  return { culprits: told, notes: told.length + notes.length > 0 ? notes : [NOT_AGAIN] }
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
  return { stacks: survivingStacks(profile), grown: [], iterations: 2 * iterations }
}

const NOT_AGAIN =
  'The growth did not show again when the scenario was run once more to explain it, so no culprit can be named.'
