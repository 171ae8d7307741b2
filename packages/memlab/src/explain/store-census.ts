import { COUNT_ENTRIES, GROWN_STORES, type StoreRow } from '@plateau/core/attribution'
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
      await callOn(cdp, list, COUNT_ENTRIES)
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
  return JSON.parse(String(await callOn(cdp, list, GROWN_STORES))) as readonly StoreRow[]
}
