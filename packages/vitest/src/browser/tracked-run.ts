import {
  createSnapshotReader,
  type HeapProfile,
  type TrackedRun,
} from '@plateau/core/browser/attribution'
import { collect } from './collect.ts'
import type { DevTools } from './dev-tools.ts'

/** Deep enough to leave a framework's own frames behind. */
const STACK_DEPTH = 64

/** How the page is run again. */
export interface TrackedSteps {
  /** Of each half. */
  readonly iterations: number
  iterate(iterations: number): Promise<unknown>
  /** Asked once all has run: what a snapshot takes cannot be cut short. */
  hasTimeForSnapshot(): boolean
}

/** Without its snapshot, where there was no time for one. */
export type PageRun = Omit<TrackedRun, 'snapshot'> & Partial<Pick<TrackedRun, 'snapshot'>>

/**
 * Follows every object by its id and every allocation by its stack, runs twice `iterations`, and reads
 * one snapshot.
 */
export async function runTracked(
  devTools: DevTools,
  { iterations, iterate, hasTimeForSnapshot }: TrackedSteps,
): Promise<PageRun> {
  const around = Math.ceil(iterations / 4)
  const reader = createSnapshotReader()
  const onChunk = ({ chunk }: { chunk: string }): void => reader.write(chunk)
  devTools.on('HeapProfiler.addHeapSnapshotChunk', onChunk)
  try {
    await devTools.send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
    await devTools.send('HeapProfiler.startSampling', {
      samplingInterval: 1,
      stackDepth: STACK_DEPTH,
    })
    // The first iterations of a new pace allocate what later ones use again.
    await iterate(around)
    const baseId = await nextId(devTools)
    await iterate(iterations)
    const firstId = await nextId(devTools)
    await iterate(iterations)
    const secondId = await nextId(devTools)
    // What is in flight now is displaced by a few more iterations, and thus is no survivor.
    await iterate(around)
    await collect(devTools)
    const { profile } = await devTools.send<{ profile: HeapProfile }>('HeapProfiler.stopSampling')
    const phases = { baseId, firstId, secondId, iterations }
    const run = { phases, profile, iterations: 2 * (iterations + around) }
    if (!hasTimeForSnapshot()) return run
    await devTools.send('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false })
    return { ...run, snapshot: reader.end() }
  } finally {
    devTools.off('HeapProfiler.addHeapSnapshotChunk', onChunk)
    // V8 would go on following every object that moves.
    await devTools.send('HeapProfiler.disable')
  }
}

/** V8 numbers all new objects every 50 ms and reports the last number. */
function nextId(devTools: DevTools): Promise<number> {
  return new Promise((resolve) => {
    function onId({ lastSeenObjectId }: { lastSeenObjectId: number }): void {
      devTools.off('HeapProfiler.lastSeenObjectId', onId)
      resolve(lastSeenObjectId)
    }
    devTools.on('HeapProfiler.lastSeenObjectId', onId)
  })
}
