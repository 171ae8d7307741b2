import type { InspectorSession } from '../engine/inspector-session.ts'
import { internalProperty } from '../engine/internal-property.ts'
import { liveObject } from './line-questions.ts'
import { closureOf, type Retention } from './retention-path.ts'

/** The name of the variable that holds an object, in the scopes of a function from the innermost; no code of the user's runs. */
const NAME_OF = `function (held) {
  for (let at = 0; at < this.length; at++) {
    const { description, object } = this[at]
    if (description === 'Global') continue
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
      if (value === held) return name
    }
  }
}`

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
  const heldId = liveObject(session, retention, node)
  if (closureId === undefined || heldId === undefined) return undefined
  const scopes = internalProperty(session, closureId, '[[Scopes]]')?.objectId
  if (scopes === undefined) return undefined
  const { result } = session.post<{ result: { readonly value?: unknown } }>(
    'Runtime.callFunctionOn',
    { objectId: scopes, functionDeclaration: NAME_OF, arguments: [{ objectId: heldId }] },
  )
  return typeof result.value === 'string' ? result.value : undefined
}
