import { getHeapSnapshot } from 'node:v8'
import { nowMs } from '../engine/clock.ts'
import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { createSnapshotReader } from '../snapshot/read-snapshot.ts'
import type { HeapProfile } from './allocation-profile.ts'
import type { Phases } from './phases.ts'

/** The scenario run again in two equal halves, and what it left. */
export interface TrackedRun {
  readonly snapshot: HeapSnapshot
  readonly phases: Phases
  /** What was allocated while it was recorded and survived it, with stacks. */
  readonly profile: HeapProfile
  /** Iterations that were recorded: the halves and what surrounds them, at least. */
  readonly iterations: number
}

/**
 * Begins to number every object, which takes as long as the heap is large and the machine busy. Returns the milliseconds.
 * `HeapProfiler.disable` must follow, or V8 goes on following every object that moves.
 */
export function startTracking(session: InspectorSession): number {
  const startedMs = nowMs()
  session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
  return nowMs() - startedMs
}

/** Iterations around the halves: before them those that warm up, after them those that displace what is in flight. */
const AROUND_SHARE = 1 / 4

/** Iterations of a run in two halves of so many. */
export function followedIterations(iterations: number): number {
  return 2 * (iterations + Math.ceil(AROUND_SHARE * iterations))
}

/** After `startTracking`: runs the scenario twice `iterations`, and notes the numbers of the objects between. */
export function* followHalves(
  session: InspectorSession,
  iterations: number,
  run: (iterations: number) => Generator<Wait, void, unknown>,
): Generator<Wait, Phases, unknown> {
  const ids = followIds(session)
  const around = Math.ceil(AROUND_SHARE * iterations)
  // The first iterations of a new pace allocate what later ones use again.
  yield* run(around)
  const baseId = (yield ids.next()) as number
  yield* run(iterations)
  const firstId = (yield ids.next()) as number
  yield* run(iterations)
  const secondId = (yield ids.next()) as number
  // What is in flight now is displaced by a few more iterations, and thus is no survivor.
  yield* run(around)
  return { baseId, firstId, secondId, iterations }
}

/** One snapshot, read as V8 writes it: the numbers of its objects tell the halves. */
export function* readHeap(
  onChunk: ((chunk: Uint8Array) => void) | undefined,
): Generator<Wait, HeapSnapshot, unknown> {
  const reader = createSnapshotReader()
  const stream = getHeapSnapshot()
  yield new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk: Uint8Array) => {
      try {
        reader.write(chunk)
        onChunk?.(chunk)
      } catch (error) {
        stream.destroy(error as Error)
      }
    })
    stream.on('end', resolve)
    stream.on('error', reject)
  })
  return reader.end()
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
