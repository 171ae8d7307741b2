import type { InspectorSession } from '../engine/inspector-session.ts'
import {
  areFieldsUnsafe,
  isImplicitConstructor,
  isInitializer,
  mayBeField,
} from './field-initializers.ts'
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
  /** At all places of a function, unless there are more than `most`; returns how many there are. */
  coverFunction(start: ScriptPlace & { readonly functionName?: string }, most: number): number
  /** At all places of a script, unless there are more than `most`; returns how many there are. */
  coverScript(scriptId: number, most: number): number
  /** At all expressions of a script that name a store; returns at how many. */
  coverStores(scriptId: number): number
  /** Where the scenario runs on: V8 compiles each condition anew whenever it is reached. */
  remove(): void
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
  const set: string[] = []
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
    const line = lines[lineNumber] ?? ''
    if (callsSuper(line) || covered.has(key)) return false
    if (areFieldsUnsafe && mayBeField(line.slice(0, columnNumber))) return false
    covered.add(key)
    const place = { scriptId: Number(scriptId), line: lineNumber, column: columnNumber }
    const expression = expressions.find((one) => isAt(one, place))
    const condition = conditionAt(place, expression)
    places.push({ place, start })
    const wanted = expression ?? { ...place, lastColumn: place.column }
    const breakpointId = setBreakpoint(session, { location, condition }, wanted)
    if (breakpointId !== undefined) set.push(breakpointId)
    return breakpointId !== undefined
  }

  function coverAll(locations: readonly BreakLocation[], start: ScriptPlace | undefined): number {
    for (const location of locations) coverPlace(location, start)
    return locations.length
  }

  return {
    places,
    stores,
    remove() {
      for (const breakpointId of set) session.post('Debugger.removeBreakpoint', { breakpointId })
    },
    coverFunction(place, most) {
      const { scriptId, line, column, functionName = '' } = place
      const source = scriptOf(String(scriptId)).lines[line]?.slice(column) ?? ''
      if (areFieldsUnsafe && (isInitializer(functionName) || isImplicitConstructor(source)))
        return 0
      const start = { scriptId: String(scriptId), lineNumber: line, columnNumber: column }
      const locations = locationsIn(session, { start, restrictToFunction: true })
      return locations.length > most ? 0 : coverAll(locations, place)
    },
    coverScript(scriptId, most) {
      if (areFieldsUnsafe) return 0
      const start = { scriptId: String(scriptId), lineNumber: 0, columnNumber: 0 }
      const locations = locationsIn(session, { start })
      return locations.length > most ? 0 : coverAll(locations, undefined)
    },
    coverStores(scriptId) {
      if (areFieldsUnsafe) return 0
      const id = String(scriptId)
      const { expressions } = scriptOf(id)
      return expressions.filter(({ line, column }) =>
        coverPlace({ scriptId: id, lineNumber: line, columnNumber: column }, undefined),
      ).length
    },
  }
}

/** Its id; undefined where V8 would stop elsewhere. */
function setBreakpoint(
  session: InspectorSession,
  params: object,
  wanted: Parameters<typeof isAt>[0],
): string | undefined {
  try {
    const { breakpointId, actualLocation } = session.post<SetBreakpoint>(
      'Debugger.setBreakpoint',
      params,
    )
    const { lineNumber: line, columnNumber: column = 0 } = actualLocation
    if (isAt(wanted, { line, column })) return breakpointId
    // What looks like code in a comment or in a text.
    session.post('Debugger.removeBreakpoint', { breakpointId })
  } catch {
    // Two places of one statement may be one to the debugger.
  }
  return undefined
}

function locationsIn(session: InspectorSession, range: object): readonly BreakLocation[] {
  const { locations } = session.post<{ locations: readonly BreakLocation[] }>(
    'Debugger.getPossibleBreakpoints',
    range,
  )
  return locations.map(({ scriptId, lineNumber, columnNumber = 0 }) => ({
    scriptId,
    lineNumber,
    columnNumber,
  }))
}

/** There V8 evaluates a condition in a scope of its own, and the constructor runs twice. */
function callsSuper(line: string): boolean {
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
