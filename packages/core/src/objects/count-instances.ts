import * as v8 from 'node:v8'
import { openInspectorSession } from '../engine/inspector-session.ts'
import { realms } from '../witness/realms.ts'

/** A class, or a function that is used as one. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its constructor takes
export type Class = abstract new (...parameters: any[]) => object

const { queryObjects } = v8 as {
  queryObjects?: (type: Class, options: { format: 'count' }) => number
}

/** Node has it from 20.13 and 22.0 on. */
export function canCount(): boolean {
  return typeof queryObjects === 'function'
}

/**
 * The living instances of a class, subclasses included. Node counts those of the main realm; under Jest, those of the
 * test's own realm are counted as well. Takes a collection for each.
 */
export function countInstances(kept: Class): number {
  const inMain = queryObjects?.(kept, { format: 'count' }) ?? 0
  const [, own] = realms()
  return own?.contextId === undefined ? inMain : inMain + countInRealm(kept, own.contextId)
}

/** Where the inspector finds the prototype that it is asked about. */
const ASKED = '@plateau/asked'

function countInRealm(kept: Class, contextId: number): number {
  const session = openInspectorSession()
  const holder = globalThis as { [ASKED]?: unknown }
  holder[ASKED] = kept.prototype
  try {
    const { result } = session.post<{ result: { objectId?: string } }>('Runtime.evaluate', {
      expression: `globalThis['${ASKED}']`,
      contextId,
    })
    const { objects } = session.post<{ objects: { objectId?: string } }>('Runtime.queryObjects', {
      prototypeObjectId: result.objectId,
    })
    const counted = session.post<{ result: { value: number } }>('Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: 'function () { return this.length }',
      returnByValue: true,
    })
    return counted.result.value
  } finally {
    delete holder[ASKED]
    // Ends the inspector's hold on what it listed.
    session.close()
  }
}
