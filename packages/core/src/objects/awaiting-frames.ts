import { edgeNamed, isContext, targetNamed } from '../attribution/node-names.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'

/**
 * The suspended functions that wait, directly or through others, for a promise: what they hold is held by the test
 * itself. Promises lead to handlers, handlers of the engine to their scope, and that to a function or the next promise.
 */
export function awaitingFrames(snapshot: HeapSnapshot, promise: number): ReadonlySet<number> {
  const frames = new Set<number>()
  const seen = new Set<number>([promise])
  const waiting = promise === -1 ? [] : [promise]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isFrame(snapshot, node)) frames.add(node)
    for (const next of waitersOf(snapshot, node)) {
      if (seen.has(next)) continue
      seen.add(next)
      waiting.push(next)
    }
  }
  return frames
}

function isFrame(snapshot: HeapSnapshot, node: number): boolean {
  return edgeNamed(snapshot, node, 'parameters_and_registers') !== -1
}

function waitersOf(snapshot: HeapSnapshot, node: number): readonly number[] {
  if (snapshot.nodeType(node) === 'closure') {
    // A function of the engine, such as the resolve function of a promise, is in no script.
    const isEngines = snapshot.location(node) === undefined
    return isEngines ? [targetNamed(snapshot, node, 'context')].filter((scope) => scope !== -1) : []
  }
  const found: number[] = []
  for (let edge = snapshot.firstEdge(node); edge < snapshot.firstEdge(node + 1); edge++) {
    if (leadsToWaiter(snapshot, node, edge)) found.push(snapshot.edgeTarget(edge))
  }
  return found
}

function leadsToWaiter(snapshot: HeapSnapshot, node: number, edge: number): boolean {
  const target = snapshot.edgeTarget(edge)
  const name = snapshot.nodeName(node)
  if (name === 'Promise') return snapshot.edgeName(edge) === 'reactions_or_result'
  if (isPromise(snapshot, target)) return true
  if (isReaction(snapshot, node)) {
    return snapshot.nodeType(target) === 'closure' || isReaction(snapshot, target)
  }
  return isContext(snapshot, node) && isFrame(snapshot, target)
}

/** Older engines name the links of these, newer ones number them. */
function isReaction(snapshot: HeapSnapshot, node: number): boolean {
  return /^(?:system \/ )?Promise(?:Reaction|Capability)/.test(snapshot.nodeName(node))
}

function isPromise(snapshot: HeapSnapshot, node: number): boolean {
  return snapshot.nodeType(node) === 'object' && snapshot.nodeName(node) === 'Promise'
}
