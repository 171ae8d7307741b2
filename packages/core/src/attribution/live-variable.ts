import type { InspectorSession } from '../engine/inspector-session.ts'
import { scopedVariable } from '../engine/scoped-variable.ts'
import { liveObject } from './line-questions.ts'
import { closureOf, type Retention } from './retention-path.ts'

/** A retention that asks the live heap for names that its snapshot cannot tell, while the snapshot's ids are known. */
export function withLiveVariables(retention: Retention, session: InspectorSession): Retention {
  return { ...retention, variableOf: (scope) => liveVariable(session, retention, scope) }
}

/** The name of the variable in `context` that holds `node`, asked of the live function; undefined where it cannot be told. */
function liveVariable(
  session: InspectorSession,
  retention: Retention,
  { context, node }: { readonly context: number; readonly node: number },
): string | undefined {
  const closure = closureOf(retention, context)
  const closureId = closure === -1 ? undefined : liveObject(session, retention, closure)
  if (closureId === undefined) return undefined
  return scopedVariable(session, closureId, retention.snapshot.nodeId(node))
}
