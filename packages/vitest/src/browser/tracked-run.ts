import {
  createSnapshotReader,
  type PageHalves,
  runPageHalves,
  type TrackedRun,
} from '@plateau/core/browser/attribution'
import { collect } from './collect.ts'
import type { DevTools } from './dev-tools.ts'

/** What has run, before its snapshot. */
export interface PageRun extends Omit<TrackedRun, 'snapshot'> {
  /** What it takes cannot be cut short. */
  readSnapshot(): Promise<TrackedRun['snapshot']>
  /** Must follow, or V8 would go on following every object that moves. */
  end(): Promise<void>
}

/** Follows every object by its id and every allocation by its stack, and runs twice `iterations`. */
export async function runTracked(
  devTools: DevTools,
  steps: Omit<PageHalves, 'collect'>,
): Promise<PageRun> {
  const end = (): Promise<void> => devTools.send('HeapProfiler.disable')
  try {
    const run = await runPageHalves(devTools, { ...steps, collect: () => collect(devTools) })
    return { ...run, readSnapshot: () => readSnapshot(devTools), end }
  } catch (error) {
    await end()
    throw error
  }
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
