import { type DepthFirstTree, depthFirstTree } from './depth-first-tree.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'
import { immediateDominators } from './immediate-dominators.ts'

/** Who alone keeps whom alive. */
export interface Dominators {
  /** By node: the nearest other node on all strong ways from the root to it; -1 where there is no way, and 0 for the root. */
  readonly immediateDominator: Int32Array
  /** By node, in bytes: its own size and that of all that would be freed with it; 0 where no strong way leads. */
  readonly retainedBytes: Float64Array
}

/**
 * Over strong edges alone, from the root, in about the time that reading the file took. Others count
 * otherwise: DevTools and memlab hang what nothing holds on the root; memlab lets the table of a WeakMap
 * hold the values, too; DevTools adds arrays to their owners, and lets a page's objects be held by the page
 * alone. By the same rules all three agree on every node, which a test proves.
 */
export function computeDominators(snapshot: HeapSnapshot): Dominators {
  const tree = depthFirstTree(snapshot)
  const { reached, nodeAt } = tree
  const dominators = immediateDominators(snapshot, tree)
  const immediateDominator = new Int32Array(snapshot.nodeCount).fill(-1)
  for (let at = 0; at < reached; at++)
    immediateDominator[nodeAt[at] as number] = nodeAt[dominators[at] as number] as number
  return { immediateDominator, retainedBytes: sumUp(snapshot, tree, dominators) }
}

/** A dominator is numbered before what it dominates: backwards, every sum is complete when it is added. */
function sumUp(
  snapshot: HeapSnapshot,
  { reached, nodeAt }: DepthFirstTree,
  dominators: Int32Array,
): Float64Array {
  const retainedBytes = new Float64Array(snapshot.nodeCount)
  for (let at = reached - 1; at >= 0; at--) {
    const node = nodeAt[at] as number
    const total = (retainedBytes[node] as number) + snapshot.selfSize(node)
    retainedBytes[node] = total
    if (at === 0) break
    const above = nodeAt[dominators[at] as number] as number
    retainedBytes[above] = (retainedBytes[above] as number) + total
  }
  return retainedBytes
}
