import type { InspectorSession } from '../measure/inspector-session.ts'
import type { Wait } from '../measure/sampler.ts'
import type { Frame } from './allocation-profile.ts'
import { startRecordingAllocations, stopRecordingAllocations } from './allocation-profile.ts'
import { isUsers } from './leaks.ts'
import { type Noted, placeLogpoints } from './logpoints.ts'
import type { SourcePositions } from './source-positions.ts'

/** What the short run with logpoints shall find out. */
export interface LineQuestions {
  /** Functions whose allocations are to be told by line. */
  readonly frames: readonly Frame[]
  /** Scripts in which a container may gain its entries. */
  readonly scriptIds: readonly number[]
  /** Live containers, as the inspector names them. */
  readonly containers: readonly (string | undefined)[]
}

/** Each place costs a compilation; a bundle would have tens of thousands. */
const MOST_PLACES = 800
const LONGEST_SCRIPT = 400_000

/** Runs a few iterations and notes which line allocates, and which adds. */
export function* runForLines(
  session: InspectorSession,
  questions: LineQuestions,
  steps: {
    readonly sources: SourcePositions
    readonly iterations: number
    run(iterations: number): Generator<Wait, void, unknown>
  },
): Generator<Wait, Noted, unknown> {
  const logpoints = placeLogpoints(session)
  try {
    let places = 0
    for (const frame of questions.frames) places += logpoints.cover(frame)
    if (questions.containers.some((objectId) => objectId !== undefined)) {
      for (const scriptId of questions.scriptIds) {
        const { sources } = steps
        if (!isUsers(sources.urlOf(scriptId)) || sources.lengthOf(scriptId) > LONGEST_SCRIPT)
          continue
        places += logpoints.coverScript(scriptId, MOST_PLACES - places)
      }
      for (const objectId of questions.containers) logpoints.watch(objectId)
    }
    if (places === 0) return { allocations: [], gains: [] }
    startRecordingAllocations(session)
    logpoints.start()
    yield* steps.run(steps.iterations)
    return logpoints.read(stopRecordingAllocations(session))
  } finally {
    logpoints.remove()
  }
}
