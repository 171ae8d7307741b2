import type { InspectorSession } from '../engine/inspector-session.ts'
import type { LogPlace } from './noted-allocations.ts'
import type { ScriptPlace } from './script-directory.ts'
import { isAt, type StoreExpression, storeExpressions } from './store-expressions.ts'
import { MOST_EXPRESSIONS } from './store-meetings.ts'

/** An expression of the source that names a store, and the place at which it is evaluated. */
export interface StorePlace {
  readonly expression: StoreExpression
  readonly place: ScriptPlace
}

/** Breakpoints that stop nothing: each calls a function with its number, and where a store is named also with that. */
export interface Breakpoints {
  /** By number. */
  readonly places: readonly LogPlace[]
  /** By the number of the store. */
  readonly stores: readonly StorePlace[]
  /** At all places of a range, unless there are more than `most`; returns how many there are. */
  coverRange(range: object, start: ScriptPlace | undefined, most?: number): number
  /** At all expressions of a script that name a store; returns at how many. */
  coverStores(scriptId: number): number
}

/**
 * `hit` and `meet` are the names of global functions that return false: one takes the number of a place, the other that of a
 * store, its value and its owner. An expression that throws stops nothing either.
 */
export function placeBreakpoints(
  session: InspectorSession,
  { hit, meet }: { readonly hit: string; readonly meet: string },
): Breakpoints {
  const places: LogPlace[] = []
  const stores: StorePlace[] = []
  const covered = new Set<string>()
  const scriptOf = readScripts(session)

  /** What is called at a place, in the scope of the code there. */
  function conditionAt(place: ScriptPlace, expression: StoreExpression | undefined): string {
    const reached = `globalThis.${hit}?.(${places.length})`
    if (expression === undefined || stores.length === MOST_EXPRESSIONS) return reached
    stores.push({ expression, place })
    const { text, owner } = expression
    return `${reached} || globalThis.${meet}?.(${stores.length - 1}, ${text}, ${owner})`
  }

  function coverPlace(location: BreakLocation, start: ScriptPlace | undefined): boolean {
    const { scriptId, lineNumber, columnNumber = 0 } = location
    const { lines, expressions } = scriptOf(scriptId)
    const key = `${scriptId}:${lineNumber}:${columnNumber}`
    if (callsSuper(lines[lineNumber]) || covered.has(key)) return false
    covered.add(key)
    const place = { scriptId: Number(scriptId), line: lineNumber, column: columnNumber }
    const expression = expressions.find((one) => isAt(one, place))
    const condition = conditionAt(place, expression)
    places.push({ place, start })
    try {
      const { breakpointId, actualLocation } = session.post<SetBreakpoint>(
        'Debugger.setBreakpoint',
        { location, condition },
      )
      const { lineNumber: line, columnNumber: column = 0 } = actualLocation
      const isThere = isAt(expression ?? { ...place, lastColumn: place.column }, { line, column })
      // What looks like code in a comment or in a text.
      if (!isThere) session.post('Debugger.removeBreakpoint', { breakpointId })
      return isThere
    } catch {
      // Two places of one statement may be one to the debugger.
      return false
    }
  }

  function coverRange(
    params: object,
    start: ScriptPlace | undefined,
    most = Number.POSITIVE_INFINITY,
  ): number {
    const { locations } = session.post<{ locations: readonly BreakLocation[] }>(
      'Debugger.getPossibleBreakpoints',
      params,
    )
    if (locations.length > most) return 0
    for (const { scriptId, lineNumber, columnNumber = 0 } of locations) {
      coverPlace({ scriptId, lineNumber, columnNumber }, start)
    }
    return locations.length
  }

  return {
    places,
    stores,
    coverRange,
    coverStores(scriptId) {
      const id = String(scriptId)
      const { expressions } = scriptOf(id)
      return expressions.filter(({ line, column }) =>
        coverPlace({ scriptId: id, lineNumber: line, columnNumber: column }, undefined),
      ).length
    },
  }
}

/** There V8 evaluates a condition in a scope of its own, and the constructor runs twice. */
function callsSuper(line = ''): boolean {
  return /\bsuper\s*\(/.test(line)
}

function readScripts(session: InspectorSession): (scriptId: string) => Script {
  const scripts = new Map<string, Script>()
  return (scriptId) => {
    const known = scripts.get(scriptId)
    if (known) return known
    const { scriptSource } = session.post<{ scriptSource: string }>('Debugger.getScriptSource', {
      scriptId,
    })
    const script = { lines: scriptSource.split('\n'), expressions: storeExpressions(scriptSource) }
    scripts.set(scriptId, script)
    return script
  }
}

interface Script {
  readonly lines: readonly string[]
  readonly expressions: readonly StoreExpression[]
}

interface SetBreakpoint {
  readonly breakpointId: string
  readonly actualLocation: BreakLocation
}

interface BreakLocation {
  readonly scriptId: string
  readonly lineNumber: number
  readonly columnNumber?: number
}
