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
}

/** What has run, before its snapshot. */
export interface PageRun extends Omit<TrackedRun, 'snapshot'> {
  /** What it takes cannot be cut short. */
  readSnapshot(): Promise<TrackedRun['snapshot']>
  /** Must follow, or V8 would go on following every object that moves. */
  end(): Promise<void>
}

/** Follows every object by its id and every allocation by its stack, and runs twice `iterations`. */
export async function runTracked(devTools: DevTools, steps: TrackedSteps): Promise<PageRun> {
  const end = (): Promise<void> => devTools.send('HeapProfiler.disable')
  try {
    const run = await runHalves(devTools, steps)
    return { ...run, readSnapshot: () => readSnapshot(devTools), end }
  } catch (error) {
    await end()
    throw error
  }
}

async function runHalves(
  devTools: DevTools,
  { iterations, iterate }: TrackedSteps,
): Promise<Omit<TrackedRun, 'snapshot'>> {
  const around = Math.ceil(iterations / 4)
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
  return { phases, profile, iterations: 2 * (iterations + around) }
}

async function readSnapshot(devTools: DevTools): Promise<TrackedRun['snapshot']> {
  const reader = createSnapshotReader()
  const onChunk = ({ chunk }: { chunk: string }): void => reader.write(chunk)
  devTools.on('HeapProfiler.addHeapSnapshotChunk', onChunk)
  try {
    await devTools.send('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false })
    return reader.end()
  } finally {
    devTools.off('HeapProfiler.addHeapSnapshotChunk', onChunk)
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
