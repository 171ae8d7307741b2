import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { isInitializer } from './field-initializers.ts'
import { targetNamed } from './node-names.ts'

/** A place in a script as the engine counts it: line and column from 0. */
export interface ScriptPlace {
  readonly scriptId: number
  readonly line: number
  readonly column: number
}

/** The names of scripts, as the engine knows them: `file:///…`, `/…`, `node:events`, or nothing. */
export interface ScriptDirectory {
  urlOf(scriptId: number): string
  /** The place of a function or of a class; undefined for other nodes. */
  placeOf(node: number): ScriptPlace | undefined
  /** Where the functions of a script begin, of those that are alive. */
  functionsIn(scriptId: number): readonly ScriptPlace[]
  /** A function whose variables live in this scope; -1 where none is alive. */
  closureOver(context: number): number
}

/** `knownUrl` is asked first: the engine's own names may be strings whose content a snapshot leaves out. */
export function listScripts(
  snapshot: HeapSnapshot,
  knownUrl: (scriptId: number) => string,
): ScriptDirectory {
  const urls = new Map<number, string>()
  const closures = new Map<number, number>()
  const functions = new Map<number, Map<string, ScriptPlace>>()
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nodeType(node) !== 'closure') continue
    const context = targetNamed(snapshot, node, 'context')
    if (!closures.has(context)) closures.set(context, node)
    const place = snapshot.location(node)
    if (place === undefined || isInitializer(snapshot.nodeName(node))) continue
    const known = functions.get(place.scriptId) ?? new Map<string, ScriptPlace>()
    functions.set(place.scriptId, known.set(`${place.line}:${place.column}`, place))
    if (urls.has(place.scriptId)) continue
    urls.set(place.scriptId, scriptName(snapshot, node))
  }
  return {
    urlOf: (scriptId) => knownUrl(scriptId) || (urls.get(scriptId) ?? ''),
    placeOf: (node) => snapshot.location(node),
    functionsIn: (scriptId) => [...(functions.get(scriptId)?.values() ?? [])],
    closureOver: (context) => closures.get(context) ?? -1,
  }
}

function scriptName(snapshot: HeapSnapshot, closure: number): string {
  const shared = targetNamed(snapshot, closure, 'shared')
  const script = shared === -1 ? -1 : targetNamed(snapshot, shared, 'script')
  const name = script === -1 ? -1 : targetNamed(snapshot, script, 'name')
  return name === -1 ? '' : wholeString(snapshot, name)
}

/** Vitest builds its module names from two strings, which V8 keeps as a pair. */
function wholeString(snapshot: HeapSnapshot, node: number): string {
  switch (snapshot.nodeType(node)) {
    case 'concatenated string': {
      const first = targetNamed(snapshot, node, 'first')
      const second = targetNamed(snapshot, node, 'second')
      if (first === -1 || second === -1) return ''
      return wholeString(snapshot, first) + wholeString(snapshot, second)
    }
    case 'sliced string':
    case 'string':
      return snapshot.nodeName(node)
    default:
      return ''
  }
}

/** Plateau's own code, whose frames and scopes are never the user's. */
const OWN_CODE =
  /[/\\](?:@plateau|packages)[/\\](?:core|vitest|jest|memlab|expose-gc-wrapper)[/\\](?:dist|src|bin)[/\\]/

export type Origin = 'user' | 'package' | 'node' | 'plateau' | 'unknown'

/** Whose code a script is. */
export function originOf(url: string): Origin {
  if (url === '') return 'unknown'
  if (url.startsWith('node:')) return 'node'
  if (OWN_CODE.test(url)) return 'plateau'
  return /[/\\]node_modules[/\\]/.test(url) ? 'package' : 'user'
}
