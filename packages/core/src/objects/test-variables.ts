import { targetNamed } from '../attribution/node-names.ts'
import type { InspectorSession } from '../engine/inspector-session.ts'
import { scopedVariable } from '../engine/scoped-variable.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'

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
    return scopedVariable(session, result.objectId, snapshot.nodeId(node))
  } catch {
    // The function may have gone on in the meantime.
    return undefined
  }
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
