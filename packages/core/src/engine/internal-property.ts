import type { InspectorSession } from './inspector-session.ts'

/** What the inspector tells of an object beside its properties, such as `[[Scopes]]`; undefined where it has none of that name. */
export function internalProperty<Value>(
  session: InspectorSession,
  objectId: string,
  name: string,
): { readonly objectId?: string; readonly value?: Value } | undefined {
  const { internalProperties = [] } = session.post<{
    internalProperties?: readonly {
      readonly name: string
      readonly value?: { readonly objectId?: string; readonly value?: Value }
    }[]
  }>('Runtime.getProperties', { objectId, ownProperties: true })
  return internalProperties.find((one) => one.name === name)?.value
}
