import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import { judgeStore } from '../plateau/survivors.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { startStoreCensus } from '../witness/store-census.ts'
import { nodeWithId } from './node-names.ts'

/** A store that grew without new objects: of numbers, or of references that it had before. */
export interface StoreLeak {
  readonly node: number
  readonly entriesPerIteration: number
}

const BATCHES = 3

/** A message with more stores is read by nobody. */
const MOST_STORES = 3

/** Counts the entries of every container over equal batches and finds those that grow in the snapshot. */
export function* findStoreLeaks(
  session: InspectorSession,
  snapshot: HeapSnapshot,
  steps: {
    readonly iterations: number
    /** Stores whose growth is explained by what they hold. */
    readonly known: readonly number[]
    run(iterations: number): Generator<Wait, void, unknown>
  },
): Generator<Wait, readonly StoreLeak[], unknown> {
  const { iterations } = steps
  const census = startStoreCensus(session)
  try {
    census.count()
    for (let batch = 0; batch < BATCHES; batch++) {
      yield* steps.run(iterations)
      census.count()
    }
    const grown = census.grown(iterations).filter((store) => judgeStore(store) === 'account')
    return grown.slice(0, MOST_STORES).flatMap((store) => {
      const objectId = census.objectOf(store)
      if (objectId === undefined) return []
      const { heapSnapshotObjectId } = session.post<{ heapSnapshotObjectId: string }>(
        'HeapProfiler.getHeapObjectId',
        { objectId },
      )
      const node = nodeWithId(snapshot, Number(heapSnapshotObjectId))
      if (node === -1 || steps.known.includes(node)) return []
      const gained = store.gains.reduce((sum, gain) => sum + gain, 0)
      return [{ node, entriesPerIteration: gained / (BATCHES * iterations) }]
    })
  } finally {
    census.close()
  }
}
