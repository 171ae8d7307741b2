import type { InspectorSession } from './inspector-session.ts'
import { internalProperty } from './internal-property.ts'

/** What the inspector tells of a property; only an object has an id. */
interface RemoteProperty {
  readonly name: string
  readonly value?: { readonly description?: string; readonly objectId?: string }
}

/**
 * The variable that holds the object of V8's number `held`, in the scopes of a function or of a suspended call of one, from the
 * innermost; undefined where none does. Numbers are the same in every realm, and no code of the user's runs.
 */
export function scopedVariable(
  session: InspectorSession,
  objectId: string,
  held: number,
): string | undefined {
  const scopes = internalProperty(session, objectId, '[[Scopes]]')?.objectId
  for (const { value: scope } of propertiesOf(session, scopes)) {
    // Its variables are too many to be asked one by one.
    if (/^Global/.test(scope?.description ?? '')) break
    const holding = propertiesOf(session, scope?.objectId).find(
      ({ value }) => value?.objectId !== undefined && heapIdOf(session, value.objectId) === held,
    )
    if (holding !== undefined) return holding.name
  }
  return undefined
}

/** V8's number of a live object, by which a snapshot knows it. */
export function heapIdOf(session: InspectorSession, objectId: string): number {
  const { heapSnapshotObjectId } = session.post<{ heapSnapshotObjectId: string }>(
    'HeapProfiler.getHeapObjectId',
    { objectId },
  )
  return Number(heapSnapshotObjectId)
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
