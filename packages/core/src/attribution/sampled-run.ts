import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Culprit } from '../plateau/verdict.ts'
import type { Wait } from '../witness/port.ts'
import {
  type AllocationStack,
  frameKey,
  startRecordingAllocations,
  stopRecordingAllocations,
  survivingStacks,
} from './allocation-profile.ts'
import { lineOf } from './culprit-of.ts'
import type { ExplainPlan } from './explain-plan.ts'
import { fingerprint } from './fingerprint.ts'
import { runForLines } from './line-run.ts'
import type { Explanation, Rerun } from './rerun.ts'
import { runnerAllocated } from './runner-made.ts'
import { listSources } from './source-positions.ts'
import { projectFrame, userFrame } from './user-frames.ts'

/** A stack that leaves fewer objects than this per iteration, beside others, is a by-product. */
const SMALLEST_SHARE = 0.1
const MOST_CULPRITS = 3

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
  const culprits = stacks.flatMap(({ frames: stack, objects, bytes }): Culprit[] => {
    const frame = userFrame(stack)
    if (frame === undefined) return []
    const site = lineOf(frame, { noted: noted.allocations, sources })
    const type = `objects of ${frame.functionName || 'an anonymous function'}`
    const perIteration = {
      objects: objects / (2 * plan.iterations),
      bytes: bytes / (2 * plan.iterations),
    }
    const madeBy = runnerAllocated(stack)
    const named = { type, path: [], site, fingerprint: fingerprint({ type, path: [], site }) }
    return [{ ...named, perIteration, ...(madeBy && { madeBy }) }]
  })
  return { culprits, notes }
}

const NOT_AGAIN =
  'The growth did not show again when the scenario was run once more to explain it, so no culprit can be named.'

/** By function of the user's: what each iteration leaves behind, those with the most bytes first. */
function perIterationStacks(
  stacks: readonly AllocationStack[],
  iterations: number,
): readonly AllocationStack[] {
  const functions = new Map<string, AllocationStack>()
  for (const stack of stacks) {
    const frame = userFrame(stack.frames)
    if (frame === undefined) continue
    const key = frameKey(frame)
    const { frames, countBySize, objects, bytes } = functions.get(key) ?? {
      ...stack,
      objects: 0,
      bytes: 0,
    }
    functions.set(key, {
      frames,
      countBySize,
      objects: objects + stack.objects,
      bytes: bytes + stack.bytes,
    })
  }
  const users = [...functions.values()].sort((one, other) => other.bytes - one.bytes)
  const total = users.reduce((sum, { bytes }) => sum + bytes, 0)
  const fewest = Math.max(FEWEST_OBJECTS, SMALLEST_RATE * iterations)
  return users
    .filter(({ bytes, objects }) => bytes >= SMALLEST_SHARE * total && objects >= fewest)
    .slice(0, MOST_CULPRITS)
}

/** Strays of the event loop are fewer, and rarer: one object in a hundred iterations is the rarest leak looked for. */
const FEWEST_OBJECTS = 6
const SMALLEST_RATE = 0.005
