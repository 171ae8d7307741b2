import { targetNamed } from '../attribution/node-names.ts'
import type { InspectorSession } from '../engine/inspector-session.ts'
import { internalProperty } from '../engine/internal-property.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'

interface RemoteProperty {
  readonly name: string
  readonly value?: { readonly objectId?: string; readonly value?: unknown }
}

/** The variable of a suspended function, or of a scope around it, that holds the object of this node; undefined where it cannot be told. */
export function variableHolding(
  session: InspectorSession,
  snapshot: HeapSnapshot,
  { frame, node }: { readonly frame: number; readonly node: number },
): string | undefined {
  try {
    const { result } = session.post<{ result: { objectId?: string } }>(
      'HeapProfiler.getObjectByHeapObjectId',
      { objectId: String(snapshot.nodeId(frame)) },
    )
    if (result.objectId === undefined) return undefined
    const scopes = internalProperty(session, result.objectId, '[[Scopes]]')
    const wanted = String(snapshot.nodeId(node))
    for (const scope of propertiesOf(session, scopes?.objectId)) {
      if (isGlobal(scope)) break
      const variables = propertiesOf(session, scope.value?.objectId)
      const found = variables.find(({ value }) => heapIdOf(session, value?.objectId) === wanted)
      if (found) return found.name
    }
  } catch {
    // The function may have gone on in the meantime.
  }
  return undefined
}

/** Its variables are too many to be asked one by one. */
function isGlobal({ value }: RemoteProperty): boolean {
  return /^Global/.test((value as { description?: string } | undefined)?.description ?? '')
}

function propertiesOf(
  session: InspectorSession,
  objectId: string | undefined,
): readonly RemoteProperty[] {
  if (objectId === undefined) return []
  return session.post<{ readonly result: readonly RemoteProperty[] }>('Runtime.getProperties', {
    objectId,
    ownProperties: true,
  }).result
}

function heapIdOf(session: InspectorSession, objectId: string | undefined): string | undefined {
  if (objectId === undefined) return undefined
  return session.post<{ heapSnapshotObjectId: string }>('HeapProfiler.getHeapObjectId', {
    objectId,
  }).heapSnapshotObjectId
}

/** What a suspended function keeps its variables in: those of its own, and those that closures share. */
export function variableStores(
  snapshot: HeapSnapshot,
  frames: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const stores = new Map<number, number>()
  for (const frame of frames) {
    const registers = targetNamed(snapshot, frame, 'parameters_and_registers')
    if (registers !== -1) stores.set(registers, frame)
    const outermost = targetNamed(snapshot, targetNamed(snapshot, frame, 'function'), 'context')
    let scope = targetNamed(snapshot, frame, 'context')
    while (scope > 0 && scope !== outermost && !stores.has(scope)) {
      stores.set(scope, frame)
      scope = targetNamed(snapshot, scope, 'previous')
    }
  }
  return stores
}
