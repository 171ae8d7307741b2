import { type PageHalves, runPageHalves, type TrackedRun } from '@plateau/core/attribution'
import type { CdpSession } from '../page/cdp-session.ts'

/** How a page is run again. */
export interface RunAgain extends Pick<PageHalves, 'iterate'> {
  /** Before what survives is looked at. */
  settle(): Promise<void>
}

/** Everything of a tracked run but its snapshot, which comes in chunks. */
export type PageRun = Omit<TrackedRun, 'snapshot'> & {
  /** False where there was no time for one. */
  readonly hasSnapshot: boolean
}

/**
 * Follows every object by its id and every allocation by its stack, runs twice `iterations`, and
 * hands one snapshot over in chunks.
 */
export async function runTracked(
  cdp: CdpSession,
  { iterate, settle, iterations, onChunk, hasTimeForSnapshot }: TrackedSteps,
): Promise<PageRun> {
  const onSnapshot = ({ chunk }: { chunk: string }): void => onChunk(chunk)
  async function collect(): Promise<void> {
    await settle()
    await cdp.send('Runtime.discardConsoleEntries')
    await cdp.send('HeapProfiler.collectGarbage')
  }
  cdp.on('HeapProfiler.addHeapSnapshotChunk', onSnapshot)
  try {
    const run = await runPageHalves(cdp, { iterations, iterate, collect })
    const hasSnapshot = hasTimeForSnapshot()
    if (hasSnapshot)
      await cdp.send('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false })
    return { ...run, hasSnapshot }
  } finally {
    cdp.off('HeapProfiler.addHeapSnapshotChunk', onSnapshot)
    // V8 would go on following every object that moves.
    await cdp.send('HeapProfiler.disable').catch(() => {})
  }
}

export interface TrackedSteps extends RunAgain {
  readonly iterations: number
  onChunk(chunk: string): void
  /** Asked once all has run: what a snapshot takes cannot be cut short. */
  hasTimeForSnapshot(): boolean
}
