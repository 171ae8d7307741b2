import type { InspectorSession } from './inspector-session.ts'

const HELD = '__plateauHeld'

/** The inspector's id of a live object of this realm; undefined for what is no object. No code of the user's runs. */
export function idOfLive(
  session: InspectorSession,
  live: unknown,
  options: object = {},
): string | undefined {
  const scope = globalThis as unknown as Record<string, unknown>
  scope[HELD] = live
  try {
    const params = { expression: `globalThis.${HELD}`, ...options }
    return session.post<{ result: { readonly objectId?: string } }>('Runtime.evaluate', params)
      .result.objectId
  } finally {
    delete scope[HELD]
  }
}
