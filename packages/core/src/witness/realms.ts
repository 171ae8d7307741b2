import { Session } from 'node:inspector'
import { openInspectorSession } from '../engine/inspector-session.ts'
import { processState } from '../process-state.ts'

/** A realm by the number that the inspector gave it; without one it is the main realm. */
export interface Realm {
  readonly contextId?: number
}

/**
 * The realms that may be asked: the main one, which lives as long as its thread, and the one that this
 * module runs in, which differ under Jest. No other is asked or listed: V8 enters one that was collected
 * since its last turn all the same, and Node 24 then crashes.
 */
export function realms(): readonly Realm[] {
  if (isMainRealm()) return [{}]
  const state = processState()
  state.contextId ??= ownContextId()
  return state.contextId === undefined ? [{}] : [{}, { contextId: state.contextId }]
}

/** How many realms may be asked, without asking any. */
export function countRealms(): number {
  return isMainRealm() ? 1 : 2
}

function isMainRealm(): boolean {
  return Session instanceof OwnFunction
}

/** Node's modules are of the main realm. An environment may have replaced the global `Function`. */
const OwnFunction = (() => {}).constructor as FunctionConstructor

/**
 * The inspector tells which realm a script was compiled in. It tells of a console's call too, but runners
 * replace the console, and `Runtime.enable` repeats what collected realms have logged, which crashes as well.
 * Undefined where code generation is forbidden. Takes a collection.
 */
function ownContextId(): number | undefined {
  // A session of its own: to end another's debugger would end its breakpoints.
  const session = openInspectorSession()
  try {
    const url = `plateau-realm-${Math.random().toString(36).slice(2)}`
    let found: number | undefined
    session.on<{ url: string; executionContextId: number }>('Debugger.scriptParsed', (script) => {
      if (script.url === url) found = script.executionContextId
    })
    session.post('Debugger.enable')
    compile(`//# sourceURL=${url}`)
    return found
  } finally {
    session.close()
  }
}

function compile(source: string): void {
  try {
    new OwnFunction(source)
  } catch {}
}
