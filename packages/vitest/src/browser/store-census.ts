import type { GrownStore } from '@plateau/core/browser'
import type { DevTools } from './dev-tools.ts'
import { REMOTE_GROUP, type RemoteObject, withRemote } from './remote-object.ts'

/**
 * How many entries each array, Map, Set and plain object of the test's frame has: a store of numbers
 * or of repeated references grows without a single new object.
 */
export interface StoreCensus {
  /** Notes the entries of every store found at the start. */
  count(): void
  /** The stores that gained entries between the first count and the last. */
  grown(iterationsPerBatch: number): readonly GrownStore[]
}

/** Stores that are told of; hundreds of them would be one leak. */
const MOST_STORES = 20

export async function openStoreCensus(devTools: DevTools): Promise<StoreCensus> {
  const objects = await listObjects(devTools)
  const counts: Float64Array[] = []
  return {
    count() {
      const entries = new Float64Array(objects.length)
      for (let at = 0; at < objects.length; at++) entries[at] = entriesOf(objects[at])
      counts.push(entries)
    },
    grown(iterationsPerBatch) {
      return growing(counts).map((at) => ({
        container: containerName(objects[at]),
        gains: counts
          .slice(1)
          .map((entries, batch) => (entries[at] ?? 0) - (counts[batch]?.[at] ?? 0)),
        iterationsPerBatch,
      }))
    },
  }
}

async function listObjects(devTools: DevTools): Promise<ArrayLike<unknown>> {
  let objects: ArrayLike<unknown> = []
  const desk = {
    prototype: Object.prototype,
    take(list: ArrayLike<unknown>) {
      objects = list
    },
  }
  await withRemote(devTools, desk, async ({ remote, call }) => {
    const prototype = await call(remote, 'function () { return this.prototype }')
    const found = await devTools.send<{ objects: RemoteObject }>('Runtime.queryObjects', {
      prototypeObjectId: prototype.objectId,
      objectGroup: REMOTE_GROUP,
    })
    await call(remote, 'function (list) { this.take(list) }', found.objects)
  })
  return objects
}

const sizeOfMap = Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get
const sizeOfSet = Object.getOwnPropertyDescriptor(Set.prototype, 'size')?.get

/** No getter and no proxy trap of the page's own runs: keys are read of ordinary objects alone. */
function entriesOf(object: unknown): number {
  if (typeof object !== 'object' || object === null) return 0
  try {
    if (Array.isArray(object)) return object.length
    if (object instanceof Map) return sizeOfMap?.call(object)
    if (object instanceof Set) return sizeOfSet?.call(object)
    if (ArrayBuffer.isView(object) || object instanceof EventTarget) return 0
    return Object.keys(object).length
  } catch {
    return 0
  }
}

/** Gains of a single entry are no store that fills. */
const FEWEST_ENTRIES = 2

function growing(counts: readonly Float64Array[]): readonly number[] {
  const first = counts[0] ?? new Float64Array()
  const last = counts.at(-1) ?? first
  const found: number[] = []
  for (let at = 0; at < first.length; at++) {
    if ((last[at] ?? 0) - (first[at] ?? 0) >= FEWEST_ENTRIES) found.push(at)
  }
  return found.sort((one, other) => gainOf(other) - gainOf(one)).slice(0, MOST_STORES)

  function gainOf(at: number): number {
    return (last[at] ?? 0) - (first[at] ?? 0)
  }
}

function containerName(object: unknown): string {
  try {
    return Object.getPrototypeOf(object).constructor.name
  } catch {
    return 'Object'
  }
}
