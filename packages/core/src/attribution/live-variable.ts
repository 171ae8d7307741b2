import type { InspectorSession } from '../engine/inspector-session.ts'
import { internalProperty } from '../engine/internal-property.ts'
import { liveObject } from './line-questions.ts'
import { closureOf, type Retention } from './retention-path.ts'

/** What the inspector tells of a property; only an object has an id. */
interface Property {
  readonly name: string
  readonly value?: { readonly description?: string; readonly objectId?: string }
}

/** A retention that asks the live heap for names that its snapshot cannot tell, while the snapshot's ids are known. */
export function withLiveVariables(retention: Retention, session: InspectorSession): Retention {
  return { ...retention, variableOf: (scope) => liveVariable(session, retention, scope) }
}

/**
 * The name of the variable in `context` that holds `node`, asked of the live function; undefined where it cannot be told.
 * Objects are compared by V8's numbers, which are the same in every realm, and no code of the user's runs.
 */
function liveVariable(
  session: InspectorSession,
  retention: Retention,
  { context, node }: { readonly context: number; readonly node: number },
): string | undefined {
  const closure = closureOf(retention, context)
  const closureId = closure === -1 ? undefined : liveObject(session, retention, closure)
  if (closureId === undefined) return undefined
  const scopes = internalProperty(session, closureId, '[[Scopes]]')?.objectId
  if (scopes === undefined) return undefined
  const id = String(retention.snapshot.nodeId(node))
  // From the innermost.
  for (const { value: scope } of propertiesOf(session, scopes)) {
    if (scope?.objectId === undefined || scope.description === 'Global') continue
    const holding = propertiesOf(session, scope.objectId).find(
      ({ value }) => value?.objectId !== undefined && heapIdOf(session, value.objectId) === id,
    )
    if (holding !== undefined) return holding.name
  }
  return undefined
}

function propertiesOf(session: InspectorSession, objectId: string): readonly Property[] {
  const { result } = session.post<{ result: readonly Property[] }>('Runtime.getProperties', {
    objectId,
    ownProperties: true,
  })
  return result
}

function heapIdOf(session: InspectorSession, objectId: string): string {
  const { heapSnapshotObjectId } = session.post<{ heapSnapshotObjectId: string }>(
    'HeapProfiler.getHeapObjectId',
    { objectId },
  )
  return heapSnapshotObjectId
}
