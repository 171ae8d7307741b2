import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { isNameOfSource } from './source-name.ts'

/** The edge of `node` with this name; -1 where it has none. */
export function edgeNamed(snapshot: HeapSnapshot, node: number, name: string | number): number {
  const end = snapshot.firstEdge(node + 1)
  for (let edge = snapshot.firstEdge(node); edge < end; edge++) {
    if (snapshot.edgeName(edge) === name) return edge
  }
  return -1
}

/** What the edge of this name leads to; -1 where there is none. */
export function targetNamed(snapshot: HeapSnapshot, node: number, name: string | number): number {
  const edge = edgeNamed(snapshot, node, name)
  return edge === -1 ? -1 : snapshot.edgeTarget(edge)
}

/** Backing stores, engine-internal links and roots: they belong to the object that uses them. */
export function isStore(snapshot: HeapSnapshot, node: number): boolean {
  switch (snapshot.nodeType(node)) {
    case 'array':
    case 'hidden':
    case 'code':
    case 'object shape':
      return true
    case 'native':
      return !isDomObject(snapshot, node)
    case 'synthetic':
      return node !== 0
    case 'object':
      return snapshot.nodeName(node).startsWith('system / ') && !isContext(snapshot, node)
    default:
      // Names of strings are their content: to read them all would take longer than all else.
      return false
  }
}

/**
 * In a page, an object of the DOM and its wrapper in JavaScript are one node of the snapshot: `<div>`,
 * `#text`, `Window / http://…`, `AbortSignal`. Blink's own parts have none.
 */
export function isDomObject(snapshot: HeapSnapshot, node: number): boolean {
  // Objects of JavaScript have odd ids, and only such are numbered in order.
  const hasWrapper = snapshot.nodeType(node) === 'native' && snapshot.nodeId(node) % 2 === 1
  return hasWrapper && DOM_OBJECT.test(snapshot.nodeName(node))
}

const DOM_OBJECT = /^(?:[<#]|[A-Z]\w*(?: \/ [a-z]+:.*)?$)/

/** The node of an object by V8's id; -1 where the snapshot has none. */
export function nodeWithId(snapshot: HeapSnapshot, id: number): number {
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nodeId(node) === id) return node
  }
  return -1
}

/** A scope. Newer engines add which one it is: `system / Context / scope @44685`. */
export function isContext(snapshot: HeapSnapshot, node: number): boolean {
  return snapshot.nodeType(node) === 'object' && CONTEXT.test(snapshot.nodeName(node))
}

const CONTEXT = /^system \/ Context(?: \/|$)/

/** Properties shown of a plain object, so that its shape can be recognised. */
const SHOWN_PROPERTIES = 4

/** As `typeName`, and of a plain object its shape, such as `{ id, items }`. */
export function leakedTypeName(snapshot: HeapSnapshot, node: number): string {
  const name = typeName(snapshot, node)
  return name === 'Object' ? shapeName(snapshot, node) : name
}

/**
 * The class of an object, `function name` of a closure, or the engine's word. Never the content of a
 * string of the user's heap.
 */
export function typeName(snapshot: HeapSnapshot, node: number): string {
  const type = snapshot.nodeType(node)
  switch (type) {
    case 'closure':
      return functionName(snapshot.nodeName(node))
    case 'object': {
      if (isContext(snapshot, node)) return 'closure scope'
      return snapshot.nodeName(node)
    }
    case 'concatenated string':
      return 'string'
    case 'number':
      return 'number'
    case 'native':
      return nativeName(snapshot, node)
    case 'hidden':
      return snapshot.nodeName(node).replace(/^system \/ /, '')
    default:
      return type
  }
}

function nativeName(snapshot: HeapSnapshot, node: number): string {
  const name = snapshot.nodeName(node).replace(/^system \/ /, '')
  if (!isDomObject(snapshot, node)) return name
  const own = nameOfDomObject(name)
  return snapshot.isDetached(node) ? `Detached ${own}` : own
}

/** What a page has asked for and still waits for, by Blink's own words. */
const WAITING: Readonly<Record<string, string>> = {
  DOMTimer: 'timer',
  IdleTask: 'idle callback',
  ScriptedAnimationController: 'animation frame',
}

/** What holds the function that a page waits to run; undefined of all else. */
export function waitingName(snapshot: HeapSnapshot, node: number): string | undefined {
  return snapshot.nodeType(node) === 'native' ? WAITING[snapshot.nodeName(node)] : undefined
}

/** Without what the page's data says: the attributes of an element, the address of a window. */
export function nameOfDomObject(name: string): string {
  const [tag] = /^<[\w:-]+/.exec(name) ?? []
  return tag === undefined ? (name.split(' / ')[0] ?? name) : `${tag}>`
}

export function functionName(name: string): string {
  return `function ${name === '' ? '(anonymous)' : name}`
}

const SYMBOL = /^<symbol /

/** An object whose keys nobody wrote is used as a map. */
function shapeName(snapshot: HeapSnapshot, node: number): string {
  const names: string[] = []
  const end = snapshot.firstEdge(node + 1)
  for (let edge = snapshot.firstEdge(node); edge < end; edge++) {
    const name = snapshot.edgeName(edge)
    if (snapshot.edgeType(edge) !== 'property' || name === '__proto__') continue
    if (!isNameOfSource(String(name)) && !SYMBOL.test(String(name))) return 'Object'
    names.push(String(name))
  }
  if (names.length === 0 || names.length > MOST_PROPERTIES) return 'Object'
  const more = names.length > SHOWN_PROPERTIES ? ', …' : ''
  return `{ ${names.slice(0, SHOWN_PROPERTIES).join(', ')}${more} }`
}

/** An object with more properties is used as a map: its keys are the user's content. */
const MOST_PROPERTIES = 12
