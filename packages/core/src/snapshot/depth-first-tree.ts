import type { HeapSnapshot } from './heap-snapshot.ts'

/** The nodes that strong edges reach from the root, numbered in the order of a depth-first walk. */
export interface DepthFirstTree {
  readonly reached: number
  /** By number: the node. */
  readonly nodeAt: Int32Array
  /** By node: its number, and -1 where it was not reached. */
  readonly numberOf: Int32Array
  /** By number: the number from which it was reached first; 0 for the root. */
  readonly parent: Int32Array
}

export function depthFirstTree(snapshot: HeapSnapshot): DepthFirstTree {
  const { nodeCount } = snapshot
  const nodeAt = new Int32Array(nodeCount)
  const numberOf = new Int32Array(nodeCount).fill(-1)
  const parent = new Int32Array(nodeCount)
  // By number, and the way back is by parent: a stack of its own would be one more array.
  const nextEdge = new Uint32Array(nodeCount)
  let reached = 0
  let at = 0

  function reach(node: number): void {
    numberOf[node] = reached
    nodeAt[reached] = node
    parent[reached] = at
    nextEdge[reached] = snapshot.firstEdge(node)
    at = reached++
  }

  reach(0)
  for (;;) {
    const end = snapshot.firstEdge((nodeAt[at] as number) + 1)
    let edge = nextEdge[at] as number
    while (
      edge < end &&
      !(snapshot.isStrong(edge) && (numberOf[snapshot.edgeTarget(edge)] as number) < 0)
    )
      edge++
    nextEdge[at] = edge + 1
    if (edge < end) reach(snapshot.edgeTarget(edge))
    else if (at === 0) break
    else at = parent[at] as number
  }
  return { reached, nodeAt, numberOf, parent }
}
