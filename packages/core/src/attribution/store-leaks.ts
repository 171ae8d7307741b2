import { isProportional } from '../decide/proportion.ts'
import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { startStoreCensus } from '../witness/store-census.ts'
import { nodeWithId } from './node-names.ts'

/** A store that grew without new objects: of numbers, or of references that it had before. */
export interface StoreLeak {
  readonly node: number
  readonly entriesPerIteration: number
}

/** The same, before a snapshot knows it. */
export interface CountedLeak {
  /** V8's number of the container. */
  readonly id: number | undefined
  /** The name of its class. */
  readonly container: string
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
    const even = Array.from({ length: BATCHES }, () => iterations)
    const grown = census.grown(iterations).filter(({ gains }) => isProportional(gains, even))
    const found = grown.slice(0, MOST_STORES).map((store) => {
      const gained = store.gains.reduce((sum, gain) => sum + gain, 0)
      const { container } = store
      return {
        id: census.idOf(store),
        container,
        entriesPerIteration: gained / (BATCHES * iterations),
      }
    })
    return storesIn(snapshot, found, steps.known)
  } finally {
    census.close()
  }
}

/** The nodes of counted stores; not those whose growth is explained by what they hold. */
export function storesIn(
  snapshot: HeapSnapshot,
  stores: readonly CountedLeak[],
  known: readonly number[],
): readonly StoreLeak[] {
  return stores.flatMap(({ id = -1, entriesPerIteration }) => {
    const node = nodeWithId(snapshot, id)
    return node === -1 || known.includes(node) ? [] : [{ node, entriesPerIteration }]
  })
}
