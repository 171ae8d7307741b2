import type { StoreGains } from '../decide/store-count.ts'
import { COUNT_ENTRIES, GROWN_STORES, type StoreRow } from '../witness/store-functions.ts'
import type { TargetPort } from './target.ts'

/** Entries of all stores of a target: arrays, Maps, Sets and plain objects of its main realm. */
export interface RemoteStores {
  /** Notes the entries of every store found at the start. Resolves to the bytes that the notes take. */
  count(): Promise<number>
  /** The stores that gained entries between the first count and the last. */
  grown(): Promise<readonly StoreGains[]>
  close(): Promise<void>
}

interface RemoteObject {
  readonly objectId?: string
  readonly value?: unknown
}

const GROUP = 'plateau-stores'

/** Collects all garbage and walks the heap. */
export async function listRemoteStores(port: TargetPort): Promise<RemoteStores> {
  const { result } = await port.send<{ result: RemoteObject }>('Runtime.evaluate', {
    expression: 'Object.prototype',
    objectGroup: GROUP,
  })
  const { objects } = await port.send<{ objects: RemoteObject }>('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
    objectGroup: GROUP,
  })
  async function call(functionDeclaration: string): Promise<unknown> {
    const answer = await port.send<{
      result: RemoteObject
      exceptionDetails?: { readonly text: string }
    }>('Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration,
      returnByValue: true,
    })
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text)
    return answer.result.value
  }
  return {
    count: async () => Number(await call(COUNT_ENTRIES)),
    async grown() {
      const rows = JSON.parse(String(await call(GROWN_STORES))) as readonly StoreRow[]
      return rows.map(({ container, gains, entries }) => ({ container, gains, entries }))
    },
    async close() {
      await port.send('Runtime.releaseObjectGroup', { objectGroup: GROUP })
    },
  }
}
