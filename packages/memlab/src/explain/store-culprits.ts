import type { Culprit } from '@plateau/core'

import {
  createSnapshotReader,
  fingerprint,
  pathOfObject,
  type SourcePositions,
} from '@plateau/core/attribution'
import type { CdpSession } from '../page/cdp-session.ts'
import { startStoreCensus } from './store-census.ts'
import type { RunAgain } from './tracked-run.ts'

const BATCHES = 2

/**
 * The store that gains entries without a new object, such as an array of numbers: what holds it is
 * all that can be told. Empty where no store gained the same in every batch.
 */
export async function findStoreCulprits(
  cdp: CdpSession,
  task: RunAgain & {
    readonly iterations: number
    readonly bytesPerIteration: number
    readonly scripts: SourcePositions
  },
): Promise<readonly Culprit[]> {
  const { iterations, scripts } = task
  const census = await startStoreCensus(cdp)
  let grown: Awaited<ReturnType<typeof census.mostGrown>>
  try {
    await census.count()
    for (let batch = 0; batch < BATCHES; batch++) {
      await task.iterate(iterations)
      await census.count()
    }
    // Only of tracked objects the ids outlive a move. To follow them earlier would collect all garbage every 50 ms.
    await cdp.send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
    grown = await census.mostGrown(iterations)
  } finally {
    // Before the snapshot: the census itself holds every store.
    await census.close()
  }
  if (grown === undefined) return []
  const path = pathOfObject(await snapshotOf(cdp), grown.heapObjectId, scripts)
  if (path.length === 0) return []
  const type = 'number or reference'
  const perIteration = { objects: grown.entriesPerIteration, bytes: task.bytesPerIteration }
  return [{ type, perIteration, path, fingerprint: fingerprint({ type, path }) }]
}

async function snapshotOf(cdp: CdpSession): Promise<ReturnType<Reader['end']>> {
  const reader = createSnapshotReader()
  const onChunk = ({ chunk }: { chunk: string }): void => reader.write(chunk)
  cdp.on('HeapProfiler.addHeapSnapshotChunk', onChunk)
  try {
    await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  } finally {
    cdp.off('HeapProfiler.addHeapSnapshotChunk', onChunk)
  }
  return reader.end()
}

type Reader = ReturnType<typeof createSnapshotReader>
