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

/** What one walk through the heap took: it foretells what a snapshot will take. */
export interface Walk {
  readonly wallMs: number
  readonly cpuMs: number
}

/**
 * Begins to number every object, which takes as long as the heap is large and the machine busy.
 * `HeapProfiler.disable` must follow, or V8 goes on following every object that moves.
 */
export function startTracking(session: InspectorSession): Walk {
  const startedMs = nowMs()
  const startedCpu = process.cpuUsage()
  session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
  const { user, system } = process.cpuUsage(startedCpu)
  return { wallMs: nowMs() - startedMs, cpuMs: (user + system) / 1000 }
}

/** Of the iterations of a half, those that come before the first or after the last: to warm up, and to displace what is in flight. */
const AROUND_SHARE = 1 / 4

/** Iterations of a half of so many with those around it. */
export function iterationsOfHalf(iterations: number): number {
  return iterations + Math.ceil(AROUND_SHARE * iterations)
}

/** After `startTracking`: runs the scenario over two halves, and tells them by the numbers of what they allocated. */
export function* followHalves(
  session: InspectorSession,
  iterations: number,
  run: (iterations: number) => Generator<Wait, void, unknown>,
): Generator<Wait, Phases, unknown> {
  const ids = followIds(session)
  const half = iterationsOfHalf(iterations)
  const baseId = (yield ids.next()) as number
  yield* run(half)
  const firstId = (yield ids.next()) as number
  yield* run(half)
  // To wait for its last number would be one more walk through the heap: the snapshot is that.
  return { baseId, firstId, secondId: Number.POSITIVE_INFINITY, iterations: half }
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
