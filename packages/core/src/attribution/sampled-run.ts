import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { Culprit } from '../plateau/verdict.ts'
import {
  startRecordingAllocations,
  stopRecordingAllocations,
  survivingStacks,
} from './allocation-profile.ts'
import type { ExplainPlan } from './explain-plan.ts'
import type { ExplainTask } from './explain-task.ts'
import { expressedCulprit, type StoreFindings } from './expressed-culprits.ts'
import { expressedStores } from './expressed-stores.ts'
import { type GrownHandle, grownHandles, handleCulprit } from './handle-culprits.ts'
import type { Recorded } from './known.ts'
import { type LineQuestions, type LinesNoted, NOTHING_NOTED, runForLines } from './line-run.ts'
import type { NotedStore } from './logpoints.ts'
import { countedCulprit } from './objectless-culprits.ts'
import { openHandles } from './open-handles.ts'
import { openedCulprits, withOpenings } from './opened-culprits.ts'
import { orElse } from './or-else.ts'
import type { ReachedStore } from './reach-growth.ts'
import { reachedCulprit } from './reached-culprits.ts'
import { leadsTo, openReach } from './reached-stores.ts'
import type { Explanation, Rerun } from './rerun.ts'
import {
  allPerIteration,
  culpritsOfStacks,
  perIterationStacks,
  stacksPerIteration,
} from './stack-culprits.ts'
import { toldFrames } from './stack-places.ts'

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
  const allStacks = stacksPerIteration(run.stacks, run.iterations)
  const frames = allPerIteration(run.stacks, run.iterations).flatMap(toldFrames)
  const scripts = frames.map(({ scriptId }) => scriptId)
  const storesOf = [...new Set([...scripts, ...sources.usersScripts()])]
  const ran = yield* runBetweenReadings(task, { frames, storesOf })
  const { noted } = ran
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
    allStacks,
    iterations: ran.iterations,
    bytesPerIteration: bytes / run.iterations,
  }
  const held = culpritsOfHolders({ ...ran, stores }, findings)
  const culprits =
    held.length > 0 ? held : [...culpritsOfStacks(stacks, its), ...known.stores.map(countedCulprit)]
  const told = withOpenings(culprits, opened)
  return { culprits: told, notes: told.length + notes.length > 0 ? notes : [NOT_AGAIN] }
}

/** What was found to hold what grows, in a run of so many iterations. */
interface Held {
  readonly noted: LinesNoted
  readonly reached: readonly ReachedStore[]
  readonly handles: readonly GrownHandle[]
  readonly iterations: number
}

/** Where nothing can be noted, so few tell what gains. */
const FEWEST_ITERATIONS = 12

/** Reads what the scenario's code reaches and what is open before the run for the lines, and after it. */
function* runBetweenReadings(
  task: ExplainTask,
  { frames, storesOf }: Required<Pick<LineQuestions, 'frames' | 'storesOf'>>,
): Generator<Wait, Held, unknown> {
  const {
    rerun,
    plan,
    verdict: { iterations: completed },
    prepared: { session, sources },
  } = task
  const reach = openReach(task)
  const handles = openHandles(session)
  const before = handles()
  let iterations = 0
  function* run(count: number): Generator<Wait, void, unknown> {
    yield* rerun.run(count)
    iterations += count
  }
  try {
    const lines = runForLines(
      session,
      { frames, scripts: [], containers: [], storesOf },
      { sources, iterations: plan.lineIterations, rerun: { run, leftMs: rerun.leftMs } },
    )
    const noted = yield* orElse(lines, NOTHING_NOTED)
    if (iterations < FEWEST_ITERATIONS) yield* orElse(run(FEWEST_ITERATIONS), undefined)
    const grown = grownHandles(before, handles(), { iterations, completed })
    return { noted, reached: reach.grown(iterations), handles: grown, iterations }
  } finally {
    reach.close()
  }
}

/** A handle is told whatever else holds it; a store by its way from a module, or else as the source names it. */
function culpritsOfHolders(
  { handles, reached, stores }: Held & { readonly stores: readonly NotedStore[] },
  findings: StoreFindings,
): readonly Culprit[] {
  const others = stores.filter((named) => !reached.some((store) => leadsTo(store, named)))
  const all = handles.length + reached.length + others.length
  const its = { ...findings, bytesPerIteration: findings.bytesPerIteration / Math.max(1, all) }
  return [
    ...handles.map((handle) => handleCulprit(handle, its)),
    ...reached.map((store) => {
      const named = stores.find((one) => leadsTo(store, one))
      return reachedCulprit(store, its, named)
    }),
    ...others.map((store) => expressedCulprit(store, its)),
  ]
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
