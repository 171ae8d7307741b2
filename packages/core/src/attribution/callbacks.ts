import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { targetNamed } from './node-names.ts'

/** A function that a handle or an emitter will call. */
export interface Callback {
  /** The event, or `callback` of a timer. */
  readonly event: string
  readonly closure: number
}

/** The callback of a timer, the listeners of a socket, a server, a watcher or a worker. */
export function callbacksOf(snapshot: HeapSnapshot, node: number): readonly Callback[] {
  const timer = targetNamed(snapshot, node, '_onTimeout')
  if (timer !== -1 && snapshot.nodeType(timer) === 'closure') {
    return [{ event: 'callback', closure: timer }]
  }
  // EventTarget's own record of a listener.
  const listener = targetNamed(snapshot, node, 'callback')
  if (snapshot.nodeName(node) === 'Listener' && listener !== -1) {
    return snapshot.nodeType(listener) === 'closure'
      ? [{ event: 'listener', closure: listener }]
      : []
  }
  const events = targetNamed(snapshot, node, '_events')
  if (events === -1) return []
  const found: Callback[] = []
  const end = snapshot.firstEdge(events + 1)
  for (let edge = snapshot.firstEdge(events); edge < end; edge++) {
    if (snapshot.edgeType(edge) !== 'property') continue
    const event = String(snapshot.edgeName(edge))
    for (const closure of closuresIn(snapshot, snapshot.edgeTarget(edge)))
      found.push({ event, closure })
  }
  return found
}

/** One listener, or an array of them; a `once` listener is the target of a bound wrapper. */
function closuresIn(snapshot: HeapSnapshot, node: number): readonly number[] {
  if (snapshot.nodeType(node) === 'closure') {
    const listener = targetNamed(snapshot, node, 'listener')
    return [listener !== -1 && snapshot.nodeType(listener) === 'closure' ? listener : node]
  }
  const elements = targetNamed(snapshot, node, 'elements')
  if (elements === -1) return []
  const found: number[] = []
  const end = snapshot.firstEdge(elements + 1)
  for (let edge = snapshot.firstEdge(elements); edge < end; edge++) {
    const target = snapshot.edgeTarget(edge)
    if (snapshot.nodeType(target) === 'closure') found.push(target)
  }
  return found
}
