import { type CdpSession, callOn, evaluate, type RemoteObject, send } from '../page/cdp-session.ts'

/**
 * How many entries each array, Map, Set and plain object of the page has: a store of numbers or of
 * repeated references grows without a single new object.
 */
export interface StoreCensus {
  /** Notes the entries of every store found at the start. */
  count(): Promise<void>
  /** The store that gained the most, if it gained the same in every batch. */
  mostGrown(iterationsPerBatch: number): Promise<MostGrown | undefined>
  close(): Promise<void>
}

interface MostGrown {
  /** As in a heap snapshot. */
  readonly heapObjectId: number
  readonly entriesPerIteration: number
}

const GROUP = 'plateau-census'

export async function startStoreCensus(cdp: CdpSession): Promise<StoreCensus> {
  const { objectId: prototypeObjectId } = await evaluate(cdp, 'Object.prototype', {
    objectGroup: GROUP,
  })
  const { objects } = await send<{ objects: RemoteObject }>(cdp, 'Runtime.queryObjects', {
    prototypeObjectId,
    objectGroup: GROUP,
  })
  const list = objects.objectId ?? ''
  return {
    async count() {
      await callOn(cdp, list, COUNT)
    },
    async mostGrown(iterationsPerBatch) {
      const rows = await rowsOf(cdp, list)
      const most = rows.find(({ gains }) => isSteady(gains, iterationsPerBatch))
      if (most === undefined) return undefined
      const { result } = await send<{ result: RemoteObject }>(cdp, 'Runtime.callFunctionOn', {
        objectId: list,
        functionDeclaration: 'function (at) { return this[at] }',
        arguments: [{ value: most.at }],
        objectGroup: GROUP,
      })
      const { heapSnapshotObjectId } = await send<{ heapSnapshotObjectId: string }>(
        cdp,
        'HeapProfiler.getHeapObjectId',
        { objectId: result.objectId },
      )
      const gained = most.gains.reduce((sum, gain) => sum + gain, 0)
      return {
        heapObjectId: Number(heapSnapshotObjectId),
        entriesPerIteration: gained / most.gains.length / iterationsPerBatch,
      }
    },
    async close() {
      await cdp.send('Runtime.releaseObjectGroup', { objectGroup: GROUP })
    },
  }
}

/** An entry in about every other iteration at least, and as many in each batch. */
function isSteady(gains: readonly number[], iterations: number): boolean {
  return Math.min(...gains) >= iterations / 2 && Math.min(...gains) === Math.max(...gains)
}

async function rowsOf(cdp: CdpSession, list: string): Promise<readonly StoreRow[]> {
  return JSON.parse(String(await callOn(cdp, list, GROWN))) as readonly StoreRow[]
}

interface StoreRow {
  readonly at: number
  readonly container: string
  readonly gains: readonly number[]
}

// Sent as text, to run in the page. No getter and no proxy trap of the page's own runs: sizes come
// from the intrinsic getters, keys only from ordinary objects.
const COUNT = `function () {
  const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get
  const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get
  const counts = new Float64Array(this.length)
  for (let at = 0; at < this.length; at++) {
    const object = this[at]
    if (typeof object === 'function') continue
    try {
      if (Array.isArray(object)) counts[at] = object.length
      else if (object instanceof Map) counts[at] = mapSize.call(object)
      else if (object instanceof Set) counts[at] = setSize.call(object)
      else if (!ArrayBuffer.isView(object) && !(object instanceof EventTarget)) counts[at] = Object.keys(object).length
    } catch {}
  }
  if (!this.counts) Object.defineProperty(this, 'counts', { value: [] })
  this.counts.push(counts)
}`

const GROWN = `function () {
  const { counts } = this
  const first = counts[0]
  const last = counts[counts.length - 1]
  const rows = []
  for (let at = 0; at < this.length; at++) {
    if (last[at] - first[at] < 2) continue
    let container = 'Object'
    try { container = Object.getPrototypeOf(this[at]).constructor.name } catch {}
    const gains = counts.slice(1).map((count, batch) => count[at] - counts[batch][at])
    rows.push({ at, container, gains, total: last[at] - first[at] })
  }
  rows.sort((one, other) => other.total - one.total)
  return JSON.stringify(rows.slice(0, 20))
}`
