import type { InspectorSession } from '../engine/inspector-session.ts'

interface RemoteObject {
  readonly objectId?: string
  readonly value?: unknown
}

/**
 * Bytes of all array buffers that live in these realms, what Buffers and typed arrays view included: a
 * buffer that is replaced by a longer one grows without a single object more.
 */
export function arrayBufferBytes(session: InspectorSession, realms: readonly number[]): number {
  return realms.reduce((sum, contextId) => sum + bytesOfRealm(session, contextId), 0)
}

function bytesOfRealm(session: InspectorSession, contextId: number): number {
  const { result: prototype } = session.post<{ result: RemoteObject }>('Runtime.evaluate', {
    expression: 'ArrayBuffer.prototype',
    contextId,
  })
  const { objects } = session.post<{ objects: RemoteObject }>('Runtime.queryObjects', {
    prototypeObjectId: prototype.objectId,
  })
  const { result } = session.post<{ result: RemoteObject }>('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: SUM,
    returnByValue: true,
  })
  // The list itself would keep every buffer alive until the session ends.
  session.post('Runtime.releaseObject', { objectId: objects.objectId })
  return Number(result.value)
}

const SUM = `function () {
  const byteLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get
  let bytes = 0
  for (let at = 0; at < this.length; at++) {
    try { bytes += byteLength.call(this[at]) } catch {}
  }
  return bytes
}`
