import type { InspectorSession } from '../engine/inspector-session.ts'
import type { Realm } from './realms.ts'

interface RemoteObject {
  readonly objectId?: string
  readonly value?: unknown
}

/**
 * Bytes of all array buffers that live in these realms, what Buffers and typed arrays view included: a
 * buffer that is replaced by a longer one grows without a single object more.
 */
export function arrayBufferBytes(session: InspectorSession, realms: readonly Realm[]): number {
  return realms.reduce((sum, realm) => sum + bytesOfRealm(session, realm), 0)
}

const GROUP = 'plateau-buffers'

function bytesOfRealm(session: InspectorSession, realm: Realm): number {
  const { result: prototype } = session.post<{ result: RemoteObject }>('Runtime.evaluate', {
    expression: 'ArrayBuffer.prototype',
    objectGroup: GROUP,
    ...realm,
  })
  const { objects } = session.post<{ objects: RemoteObject }>('Runtime.queryObjects', {
    prototypeObjectId: prototype.objectId,
    objectGroup: GROUP,
  })
  const { result } = session.post<{ result: RemoteObject }>('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: SUM,
    returnByValue: true,
  })
  // The list itself would keep every buffer alive until the session ends.
  session.post('Runtime.releaseObjectGroup', { objectGroup: GROUP })
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
