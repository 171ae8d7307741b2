import type { PathStep } from '../plateau/verdict.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { hiddenVariable } from './hidden-variable.ts'
import { mergeRepeats } from './merge-repeats.ts'
import { isContext, isStore, targetNamed, typeName, waitingName } from './node-names.ts'
import type { RetentionTree } from './retention-tree.ts'
import { originOf, type ScriptDirectory, type ScriptPlace } from './script-directory.ts'
import { isNameOfSource } from './source-name.ts'

/** What a path is read from. */
export interface Retention {
  readonly snapshot: HeapSnapshot
  readonly tree: RetentionTree
  readonly scripts: ScriptDirectory
  /** Shows a script's url as a reader knows it: relative to the project. */
  showFile(url: string): string
  /** The file that a place of a bundle was written in. Default: its script. */
  fileAt?(place: ScriptPlace): string
  /** The variable of a scope that holds a node, asked of the live heap where the snapshot alone cannot tell it. */
  variableOf?(scope: { readonly context: number; readonly node: number }): string | undefined
}

interface PathOptions {
  /** The last part of the path, where not the whole is told. */
  readonly edges?: readonly number[]
  /** Whether what a function inside another captures is told with what holds that function. */
  readonly throughCallbacks?: boolean
}

/**
 * The path from a root to a node in the words of the source: it begins at the last module or scope
 * on the way, for what loads and holds modules is no news, and slots of stores are entries.
 */
export function retentionPath(
  retention: Retention,
  node: number,
  { edges = edgesTo(retention.tree, node), throughCallbacks = false }: PathOptions = {},
): readonly PathStep[] {
  const { snapshot, tree } = retention
  let steps: PathStep[] = []
  for (const edge of edges) {
    const from = fromOf(tree, edge, snapshot)
    const to = snapshot.edgeTarget(edge)
    if (isPlateaus(retention, from)) {
      steps = [{ name: SCENARIO_CONTEXT, type: typeName(snapshot, to) }]
    } else {
      const isInside = throughCallbacks && steps.length > 1 && isNested(retention, from)
      const scope = isInside ? undefined : startOf(retention, { from, edge })
      if (scope !== undefined) steps = [scope]
      const step = stepOf(retention, edge, from)
      if (step !== undefined && !isModuleExports(snapshot, { from, edge })) steps.push(step)
    }
    if (snapshot.nodeName(to) === 'process' && snapshot.nodeType(to) === 'object') {
      steps = [{ name: 'process', type: '' }]
    }
  }
  return steps.length > 0 ? mergeRepeats(steps) : [originStep(snapshot, tree, node)]
}

/** The module at which a path begins anew. */
function startOf(retention: Retention, hop: Hop): PathStep | undefined {
  return isContext(retention.snapshot, hop.from)
    ? scopeStep(retention, hop.from)
    : moduleStep(retention, hop)
}

/** A scope of a call, rather than of a module: a scope around it has functions of its own. */
export function isNested({ snapshot, scripts }: Retention, node: number): boolean {
  let around = isContext(snapshot, node) ? targetNamed(snapshot, node, 'previous') : -1
  while (around > 0 && isContext(snapshot, around)) {
    if (scripts.closureOver(around) !== -1) return true
    around = targetNamed(snapshot, around, 'previous')
  }
  return false
}

/** What `setup` returned: the check holds it while it runs. */
const SCENARIO_CONTEXT = "the scenario's context"

/** A function, a generator or a scope of the check itself. */
function isPlateaus({ snapshot, scripts }: Retention, node: number): boolean {
  const holder = isContext(snapshot, node) ? scripts.closureOver(node) : node
  const place = holder === -1 ? undefined : scripts.placeOf(holder)
  return place !== undefined && originOf(scripts.urlOf(place.scriptId)) === 'plateau'
}

/** The edges from a root to a node. */
export function edgesTo({ parent, edge }: RetentionTree, node: number): readonly number[] {
  const edges: number[] = []
  for (let at = node; at > 0 && (edge[at] as number) >= 0; at = parent[at] as number) {
    edges.push(edge[at] as number)
  }
  return edges.reverse()
}

function fromOf({ parent }: RetentionTree, edge: number, snapshot: HeapSnapshot): number {
  return parent[snapshot.edgeTarget(edge)] as number
}

/** One edge as a step; undefined where it only leads to a backing store or a scope. */
export function stepOf(
  { snapshot, variableOf }: Pick<Retention, 'snapshot' | 'variableOf'>,
  edge: number,
  from: number,
): PathStep | undefined {
  const to = snapshot.edgeTarget(edge)
  const name = snapshot.edgeName(edge)
  const waiting = waitingName(snapshot, to)
  if (waiting !== undefined) return { name: waiting, type: '' }
  const type = typeName(snapshot, to)
  switch (snapshot.edgeType(edge)) {
    case 'context':
      return isContext(snapshot, to) ? undefined : { name: String(name), type }
    case 'property':
      return { name: propertyName(String(name)), type }
    case 'shortcut':
      return { name: 'globalThis', type: '' }
    case 'element':
      return isStore(snapshot, to) ? undefined : { name: 'entry', type }
    case 'hidden': {
      if (isContext(snapshot, from) && !isContext(snapshot, to)) {
        const scope = { context: from, node: to }
        const variable = hiddenVariable(snapshot, from, Number(name)) ?? variableOf?.(scope)
        if (variable) return { name: variable, type }
      }
      return isStore(snapshot, to) || isContext(snapshot, to) ? undefined : { name: 'entry', type }
    }
    default:
      return internalStep(snapshot, edge, { from, type })
  }
}

/** Links of the engine that mean something in the language. */
const INTERNAL_NAMES: Readonly<Record<string, string>> = {
  fulfill_handler: 'then',
  reject_handler: 'catch',
  promise_or_capability: 'promise',
  bound_function: 'bound function',
  bound_this: 'this',
  target: 'target',
  parent: 'parent string',
}

function internalStep(
  snapshot: HeapSnapshot,
  edge: number,
  { from, type }: { readonly from: number; readonly type: string },
): PathStep | undefined {
  const name = String(snapshot.edgeName(edge))
  const isToStore = isStore(snapshot, snapshot.edgeTarget(edge))
  if (name === 'reactions_or_result') {
    return isToStore ? { name: 'reactions', type: '' } : { name: 'result', type }
  }
  if (isToStore) return undefined
  if (name === 'global_proxy_object' && type === 'Window') return { name: 'window', type }
  const known = INTERNAL_NAMES[name]
  if (known !== undefined) return { name: known, type }
  if (!/^\d/.test(name) && !name.includes('in WeakMap')) return undefined
  return { name: eventName(snapshot, edge, from) ?? 'entry', type }
}

/**
 * An EventTarget keeps its listeners in a Map by event: there the key, which the table holds before
 * its entry, says what a path is about. Other keys are the user's content.
 */
function eventName(snapshot: HeapSnapshot, edge: number, from: number): string | undefined {
  const listeners = targetNamed(snapshot, snapshot.edgeTarget(edge), 'resistStopPropagation')
  const slot = Number.parseInt(String(snapshot.edgeName(edge)), 10)
  if (listeners === -1 || !(slot > 0)) return undefined
  const end = snapshot.firstEdge(from + 1)
  for (let at = snapshot.firstEdge(from); at < end; at++) {
    if (Number.parseInt(String(snapshot.edgeName(at)), 10) !== slot - 1) continue
    const key = snapshot.edgeTarget(at)
    return snapshot.nodeType(key) === 'string' ? snapshot.nodeName(key) : undefined
  }
  return undefined
}

/** A symbol's property is written as in source: `[kClients]`. */
function propertyName(name: string): string {
  const symbol = /^<symbol (.*)>$/.exec(name)
  if (symbol) return `[${symbol[1]}]`
  const own = name.replace(RANDOM_SUFFIX, '')
  if (own !== name) return `${own}$…`
  return isNameOfSource(name) ? name : 'entry'
}

/** React names its properties anew each time it is loaded: `__reactContainer$k3j2h1g4f5`. */
const RANDOM_SUFFIX = /(?<=^__\w+)\$[a-z0-9]{6,}$/

/** The module of a scope of the user's, of a package's or of Node's; undefined for Plateau's own. */
function scopeStep(retention: Retention, context: number): PathStep | undefined {
  const closure = closureOf(retention, context)
  const place = closure === -1 ? undefined : retention.scripts.placeOf(closure)
  return place && moduleAt(retention, place)
}

function moduleAt(retention: Retention, place: ScriptPlace): PathStep | undefined {
  const url = retention.scripts.urlOf(place.scriptId)
  const origin = originOf(url)
  if (origin === 'unknown' || origin === 'plateau') return undefined
  return { name: retention.fileAt?.(place) ?? retention.showFile(url), type: 'module' }
}

/** The way through a CommonJS module: its own record, or the object that it exports to others. */
interface Hop {
  readonly from: number
  readonly edge: number
}

/** Node's and Jest's record of a module holds what the module exports, beside its file's name. */
function isModuleExports(snapshot: HeapSnapshot, { from, edge }: Hop): boolean {
  return snapshot.edgeName(edge) === 'exports' && targetNamed(snapshot, from, 'filename') !== -1
}

/** The module that a record or an object of exports belongs to; undefined for any other object. */
function moduleStep(retention: Retention, hop: Hop): PathStep | undefined {
  const { snapshot, scripts, showFile } = retention
  if (snapshot.edgeType(hop.edge) !== 'property') return undefined
  if (isModuleExports(snapshot, hop)) {
    const name = targetNamed(snapshot, hop.from, 'filename')
    const isName = snapshot.nodeType(name) === 'string'
    return isName ? { name: showFile(snapshot.nodeName(name)), type: 'module' } : undefined
  }
  if (targetNamed(snapshot, hop.from, '__esModule') === -1) return undefined
  const end = snapshot.firstEdge(hop.from + 1)
  for (let edge = snapshot.firstEdge(hop.from); edge < end; edge++) {
    const exported = snapshot.edgeTarget(edge)
    const place = snapshot.nodeType(exported) === 'closure' ? scripts.placeOf(exported) : undefined
    const module = place && moduleAt(retention, place)
    if (module !== undefined) return module
  }
  return undefined
}

/** A function whose variables live in the scope: mostly the one on the path, else any. */
export function closureOf({ snapshot, tree, scripts }: Retention, context: number): number {
  for (let at = tree.parent[context] as number; at > 0; at = tree.parent[at] as number) {
    if (snapshot.nodeType(at) === 'closure') return at
    if (!isContext(snapshot, at)) break
  }
  return scripts.closureOver(context)
}

/** Where only the engine or a handle holds an object. */
function originStep(snapshot: HeapSnapshot, tree: RetentionTree, node: number): PathStep {
  for (let at = node; at > 0; at = tree.parent[at] as number) {
    if (snapshot.nodeType(at) !== 'synthetic') continue
    const name = snapshot.nodeName(at)
    if (/Global handles/.test(name)) return { name: 'native code', type: 'global handle' }
    if (/Stack roots|Handle scopes/.test(name)) return { name: 'running function', type: 'stack' }
  }
  return { name: 'engine', type: 'root' }
}
