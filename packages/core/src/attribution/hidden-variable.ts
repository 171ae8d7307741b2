import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { targetNamed } from './node-names.ts'

/**
 * V8 names the slots of many scopes in the scope's description only. It leaves out those that hold small numbers and counts
 * on without them: where slots are fewer than names, the place of one says nothing. Undefined there.
 */
export function hiddenVariable(
  snapshot: HeapSnapshot,
  context: number,
  slot: number,
): string | undefined {
  const description = targetNamed(snapshot, context, 'scope_info')
  if (description === -1) return undefined
  const names = hiddenTargets(snapshot, description).filter(
    (node) => snapshot.nodeType(node) === 'string',
  )
  if (names.length !== hiddenTargets(snapshot, context).length) return undefined
  const name = targetNamed(snapshot, description, slot)
  return name !== -1 && snapshot.nodeType(name) === 'string' ? snapshot.nodeName(name) : undefined
}

function hiddenTargets(snapshot: HeapSnapshot, node: number): readonly number[] {
  const targets: number[] = []
  const end = snapshot.firstEdge(node + 1)
  for (let edge = snapshot.firstEdge(node); edge < end; edge++) {
    if (snapshot.edgeType(edge) === 'hidden') targets.push(snapshot.edgeTarget(edge))
  }
  return targets
}
