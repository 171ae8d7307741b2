import type { HeapProfile, TrackedRun } from '@plateau/core/attribution'
import { type CdpSession, send } from '../page/cdp-session.ts'

/** How a page is run again. */
export interface RunAgain {
  iterate(iterations: number): Promise<unknown>
  /** Before what survives is looked at. */
  settle(): Promise<void>
}

/** Everything of a tracked run but its snapshot, which comes in chunks. */
export type PageRun = Omit<TrackedRun, 'snapshot'> & {
  /** False where there was no time for one. */
  readonly hasSnapshot: boolean
}

/** Deep enough to leave a framework's own frames behind. */
const STACK_DEPTH = 64

/**
 * Follows every object by its id and every allocation by its stack, runs twice `iterations`, and
 * hands one snapshot over in chunks.
 */
export async function runTracked(
  cdp: CdpSession,
  { iterate, settle, iterations, onChunk, hasTimeForSnapshot }: TrackedSteps,
): Promise<PageRun> {
  const around = Math.ceil(iterations / 4)
  const onSnapshot = ({ chunk }: { chunk: string }): void => onChunk(chunk)
  cdp.on('HeapProfiler.addHeapSnapshotChunk', onSnapshot)
  try {
    await cdp.send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
    await cdp.send('HeapProfiler.startSampling', { samplingInterval: 1, stackDepth: STACK_DEPTH })
    // The first iterations of a new pace allocate what later ones use again.
    await iterate(around)
    const baseId = await nextId(cdp)
    await iterate(iterations)
    const firstId = await nextId(cdp)
    await iterate(iterations)
    const secondId = await nextId(cdp)
    // What is in flight now is displaced by a few more iterations, and thus is no survivor.
    await iterate(around)
    await settle()
    await cdp.send('Runtime.discardConsoleEntries')
    await cdp.send('HeapProfiler.collectGarbage')
    const { profile } = await send<{ profile: HeapProfile }>(cdp, 'HeapProfiler.stopSampling')
    const hasSnapshot = hasTimeForSnapshot()
    if (hasSnapshot)
      await cdp.send('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false })
    const phases = { baseId, firstId, secondId, iterations }
    return { phases, profile, iterations: 2 * (iterations + around), hasSnapshot }
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

/** V8 numbers all new objects every 50 ms and reports the last number. */
function nextId(cdp: CdpSession): Promise<number> {
  return new Promise((resolve) => {
    function onId({ lastSeenObjectId }: { lastSeenObjectId: number }): void {
      cdp.off('HeapProfiler.lastSeenObjectId', onId)
      resolve(lastSeenObjectId)
    }
    cdp.on('HeapProfiler.lastSeenObjectId', onId)
  })
}
