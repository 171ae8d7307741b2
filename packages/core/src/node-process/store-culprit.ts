import { fingerprint } from '../attribution/fingerprint.ts'
import { pathOfObject } from '../attribution/path-of-object.ts'
import type { SourcePositions } from '../attribution/source-positions.ts'
import type { Culprit } from '../plateau/verdict.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { createSnapshotReader } from '../snapshot/read-snapshot.ts'
import type { CdpChannel } from './cdp-channel.ts'
import { SNAPSHOT_MS } from './record-run.ts'
import { withSourceKeys } from './source-keys.ts'
import type { SourceWords } from './source-words.ts'
import { countStores, heapIdOfStore } from './store-census.ts'

export interface StoreTask {
  readonly iterations: number
  readonly bytesPerIteration: number
  readonly sources: SourcePositions & { readonly words: SourceWords }
  run(iterations: number): Promise<unknown>
}

/** Of a cluster, a process sees a part of the iterations. */
const FEWEST_GAINED = 0.05

/** Two batches of one load agree so far; chance does not. */
const AGREEING = 0.25

/**
 * The store that gains entries without a new object, such as a map of numbers: what holds it is all that can be
 * told. Empty where no store gained about the same in two batches.
 */
export async function findStoreCulprit(
  channel: CdpChannel,
  { iterations, bytesPerIteration, sources, run }: StoreTask,
): Promise<readonly Culprit[]> {
  // Only of tracked objects the ids outlive a move.
  await channel.send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
  try {
    const counts = [await countByName(channel)]
    for (let batch = 0; batch < 2; batch++) {
      await run(iterations)
      counts.push(await countByName(channel))
    }
    const grown = mostGrown(counts, iterations)
    const id = grown && (await heapIdOfStore(channel, grown.container))
    if (grown === undefined || id === undefined) return []
    const snapshot = withSourceKeys(await takeSnapshot(channel), sources.words)
    const path = pathOfObject(snapshot, id, sources)
    const type = 'number or reference'
    const perIteration = { objects: grown.perIteration, bytes: bytesPerIteration }
    return path.length === 0
      ? []
      : [{ type, perIteration, path, fingerprint: fingerprint({ type, path }) }]
  } finally {
    await channel.send('HeapProfiler.disable').catch(() => {})
  }
}

async function countByName(channel: CdpChannel): Promise<ReadonlyMap<string, number>> {
  const stores = await countStores(channel)
  return new Map(stores.map(({ container, entries }) => [container, entries]))
}

function mostGrown(
  [before, between, after]: readonly ReadonlyMap<string, number>[],
  iterations: number,
): { readonly container: string; readonly perIteration: number } | undefined {
  const grown = [...(after ?? [])].flatMap(([container, entries]) => {
    const middle = between?.get(container) ?? 0
    const gains = [middle - (before?.get(container) ?? 0), entries - middle]
    const [least, most] = [Math.min(...gains), Math.max(...gains)]
    const isSteady = least >= FEWEST_GAINED * iterations && most - least <= AGREEING * most
    return isSteady ? [{ container, perIteration: (least + most) / (2 * iterations) }] : []
  })
  return grown.sort((one, other) => other.perIteration - one.perIteration)[0]
}

async function takeSnapshot(channel: CdpChannel): Promise<HeapSnapshot> {
  const reader = createSnapshotReader()
  const stop = channel.on<{ chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) =>
    reader.write(chunk),
  )
  try {
    await channel.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false }, SNAPSHOT_MS)
  } finally {
    stop()
  }
  return reader.end()
}
