import { nowMs } from '../engine/clock.ts'
import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { createSnapshotReader } from '../snapshot/read-snapshot.ts'
import {
  type HeapProfile,
  startRecordingAllocations,
  stopRecordingAllocations,
} from './allocation-profile.ts'
import type { Phases } from './phases.ts'

/** The scenario run again in two equal halves, and what it left. */
export interface TrackedRun {
  readonly snapshot: HeapSnapshot
  readonly phases: Phases
  /** What was allocated in all of the run and survived it, with stacks. */
  readonly profile: HeapProfile
  /** Iterations in all, halves and what surrounds them. */
  readonly iterations: number
}

/**
 * Begins to number every object, which takes as long as the heap is large and the machine busy. Returns the milliseconds.
 */
export function startTracking(session: InspectorSession): number {
  const startedMs = nowMs()
  session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
  return nowMs() - startedMs
}

/**
 * After `startTracking`: follows every object by its id and every allocation by its stack, runs the scenario twice
 * `iterations`, and takes one snapshot: what survives of each half is told by its ids. Stacks come from
 * the sampling profiler: those of tracked objects are lost in some collections (Node 20 to 26).
 * `HeapProfiler.disable` must follow, or V8 goes on following every object that moves.
 */
export function* runTracked(
  session: InspectorSession,
  iterations: number,
  { run, beforeSnapshot, onChunk }: TrackedRunSteps,
): Generator<Wait, TrackedRun, unknown> {
  const ids = followIds(session)
  const reader = createSnapshotReader()
  session.on<{ chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    reader.write(chunk)
    onChunk?.(chunk)
  })
  const around = Math.ceil(iterations / 4)
  startRecordingAllocations(session)
  // The first iterations of a new pace allocate what later ones use again.
  yield* run(around)
  const baseId = (yield ids.next()) as number
  yield* run(iterations)
  const firstId = (yield ids.next()) as number
  yield* run(iterations)
  const secondId = (yield ids.next()) as number
  // What is in flight now is displaced by a few more iterations, and thus is no survivor.
  yield* run(around)
  beforeSnapshot()
  const profile = stopRecordingAllocations(session)
  yield session.postLater('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false })
  return {
    snapshot: reader.end(),
    phases: { baseId, firstId, secondId, iterations },
    profile,
    iterations: 2 * (iterations + around),
  }
}

export interface TrackedRunSteps {
  run(iterations: number): Generator<Wait, void, unknown>
  /** Once the scenario has run and before the heap is read: the place to restore compilers. */
  beforeSnapshot(): void
  onChunk?: ((chunk: string) => void) | undefined
}

/** V8 numbers all new objects every 50 ms and reports the last number. */
function followIds(session: InspectorSession): { next(): Promise<number> } {
  let waiting: (id: number) => void = () => {}
  session.on<{ lastSeenObjectId: number }>('HeapProfiler.lastSeenObjectId', (params) =>
    waiting(params.lastSeenObjectId),
  )
  return {
    next: () =>
      new Promise((resolve) => {
        waiting = resolve
      }),
  }
}
