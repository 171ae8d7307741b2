import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { Frame } from './allocation-profile.ts'
import { startRecordingAllocations, stopRecordingAllocations } from './allocation-profile.ts'
import { type Logpoints, type Noted, placeLogpoints } from './logpoints.ts'
import type { Rerun } from './rerun.ts'
import type { ScriptPlace } from './script-directory.ts'
import type { ProcessSources } from './source-positions.ts'
import { isUsers } from './user-frames.ts'

/** What the short run with logpoints shall find out. */
export interface LineQuestions {
  /** Functions whose allocations are to be told by line. */
  readonly frames: readonly Frame[]
  /** Scripts in which a container may gain its entries, with the functions that are known of each. */
  readonly scripts: readonly {
    readonly scriptId: number
    readonly functions: readonly ScriptPlace[]
  }[]
  /** Scripts whose stores shall be told by what the source calls them, the likeliest first. */
  readonly storesOf?: readonly number[]
  /** Live containers, as the inspector names them. */
  readonly containers: readonly (string | undefined)[]
}

/** What was noted in so many iterations. */
export type LinesNoted = Noted & { readonly iterations: number }

/** Where no run for lines was, or it failed. */
export const NOTHING_NOTED: LinesNoted = { allocations: [], gains: [], met: [], iterations: 0 }

/** Iterations that tell what one costs here, where V8 compiles each condition anew whenever it is reached; and the part of the time left that others may take. */
const FIRST_ITERATIONS = 8
const REST_SHARE = 0.15

/** Each place costs a compilation; a bundle would have tens of thousands. */
const MOST_PLACES = 800

/** Set, reached and removed, each was seen to take 1 to 2.5 ms of CPU: of the time that is left, they may take a part. */
const PLACES_PER_MS = 0.15
const FEWEST_PLACES = 60
const LONGEST_SCRIPT = 400_000

/** Runs a few iterations and notes which line allocates, and which adds. */
export function* runForLines(
  session: InspectorSession,
  questions: LineQuestions,
  steps: {
    readonly sources: ProcessSources
    /** The most. */
    readonly iterations: number
    readonly rerun: Pick<Rerun, 'run' | 'leftMs'>
  },
): Generator<Wait, LinesNoted, unknown> {
  const logpoints = placeLogpoints(session)
  try {
    let places = 0
    const most = Math.min(
      MOST_PLACES,
      Math.max(FEWEST_PLACES, PLACES_PER_MS * steps.rerun.leftMs()),
    )
    for (const frame of questions.frames) places += logpoints.cover(frame, most - places)
    if (questions.containers.some((objectId) => objectId !== undefined)) {
      for (const { scriptId, functions } of questions.scripts) {
        const { sources } = steps
        const isTooLong = sources.lengthOf(scriptId) > LONGEST_SCRIPT
        if (!isUsers(sources.urlOf(scriptId)) || isTooLong) continue
        places += coverScript(logpoints, { scriptId, functions, most: MOST_PLACES - places })
      }
      for (const objectId of questions.containers) logpoints.watch(objectId)
    }
    for (const scriptId of questions.storesOf ?? []) {
      if (places >= most) break
      if (steps.sources.lengthOf(scriptId) > LONGEST_SCRIPT) continue
      places += logpoints.coverStores(scriptId)
    }
    if (places === 0) return NOTHING_NOTED
    startRecordingAllocations(session)
    logpoints.start()
    const iterations = yield* runAffordable(steps.rerun, steps.iterations)
    return { ...logpoints.read(stopRecordingAllocations(session)), iterations }
  } finally {
    logpoints.remove()
  }
}

/** Returns how many iterations it ran. */
function* runAffordable(
  { run, leftMs }: Pick<Rerun, 'run' | 'leftMs'>,
  most: number,
): Generator<Wait, number, unknown> {
  const first = Math.min(FIRST_ITERATIONS, most)
  const before = leftMs()
  yield* run(first)
  const left = leftMs()
  const affordable = Math.floor((REST_SHARE * left * first) / Math.max(before - left, 1e-4))
  const rest = Math.max(0, Math.min(most - first, affordable))
  if (rest > 0) yield* run(rest)
  return first + rest
}

/** Of scripts that were compiled as one function, as in Jest, V8 tells the places by function only. */
function coverScript(
  logpoints: Logpoints,
  script: {
    readonly scriptId: number
    readonly functions: readonly ScriptPlace[]
    readonly most: number
  },
): number {
  const places = logpoints.coverScript(script.scriptId, script.most)
  if (places > 0) return places
  let covered = 0
  for (const place of script.functions) {
    covered += logpoints.cover(place, script.most - covered)
  }
  return covered
}
