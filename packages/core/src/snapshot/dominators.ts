import type { HeapSnapshot } from './heap-snapshot.ts'

/** Who keeps whom alive. */
export interface Dominators {
  /** By node: the nearest node that is on every way from the root to it; -1 where there is no way. */
  readonly immediateDominator: Int32Array
  /** By node, in bytes: what would be freed with it; 0 where no way leads from the root. */
  readonly retainedBytes: Float64Array
}

export function computeDominators(snapshot: HeapSnapshot): Dominators {
  const { nodeCount } = snapshot
  const order = depthFirst(snapshot)
  const { reached, nodeAt, numberOf, parent } = order
  const { firstPredecessor, predecessors } = collectPredecessors(snapshot, order)
  const dominator = semiDominatorsToDominators(order, firstPredecessor, predecessors)
  const immediateDominator = new Int32Array(nodeCount).fill(-1)
  const retainedBytes = new Float64Array(nodeCount)
  void numberOf
  void parent
  for (let at = 0; at < reached; at++) {
    const node = nodeAt[at] as number
    immediateDominator[node] = nodeAt[dominator[at] as number] as number
    retainedBytes[node] = snapshot.selfSize(node)
  }
  for (let at = reached - 1; at > 0; at--) {
    const above = nodeAt[dominator[at] as number] as number
    retainedBytes[above] =
      (retainedBytes[above] as number) + (retainedBytes[nodeAt[at] as number] as number)
  }
  return { immediateDominator, retainedBytes }
}

interface DepthFirst {
  readonly reached: number
  readonly nodeAt: Int32Array
  readonly numberOf: Int32Array
  readonly parent: Int32Array
}

function depthFirst(snapshot: HeapSnapshot): DepthFirst {
  const { nodeCount } = snapshot
  const numberOf = new Int32Array(nodeCount).fill(-1)
  const nodeAt = new Int32Array(nodeCount)
  const parent = new Int32Array(nodeCount)
  const stack = new Int32Array(nodeCount)
  const nextEdge = new Int32Array(nodeCount)
  let reached = 1
  let depth = 1
  numberOf[0] = 0
  nextEdge[0] = snapshot.firstEdge(0)
  while (depth > 0) {
    const node = stack[depth - 1] as number
    const end = snapshot.firstEdge(node + 1)
    let edge = nextEdge[depth - 1] as number
    while (
      edge < end &&
      !(snapshot.isStrong(edge) && (numberOf[snapshot.edgeTarget(edge)] as number) < 0)
    )
      edge++
    if (edge === end) {
      depth--
      continue
    }
    const target = snapshot.edgeTarget(edge)
    nextEdge[depth - 1] = edge + 1
    numberOf[target] = reached
    nodeAt[reached] = target
    parent[reached] = numberOf[node] as number
    reached++
    stack[depth] = target
    nextEdge[depth] = snapshot.firstEdge(target)
    depth++
  }
  return { reached, nodeAt, numberOf, parent }
}

function collectPredecessors(
  snapshot: HeapSnapshot,
  { reached, nodeAt, numberOf }: DepthFirst,
): { readonly firstPredecessor: Uint32Array; readonly predecessors: Int32Array } {
  const firstPredecessor = new Uint32Array(reached + 2)
  for (let at = 0; at < reached; at++) {
    const node = nodeAt[at] as number
    const end = snapshot.firstEdge(node + 1)
    for (let edge = snapshot.firstEdge(node); edge < end; edge++) {
      if (!snapshot.isStrong(edge)) continue
      const target = (numberOf[snapshot.edgeTarget(edge)] as number) + 2
      firstPredecessor[target] = (firstPredecessor[target] as number) + 1
    }
  }
  for (let at = 2; at < reached + 2; at++)
    firstPredecessor[at] = (firstPredecessor[at] as number) + (firstPredecessor[at - 1] as number)
  const predecessors = new Int32Array(firstPredecessor[reached + 1] as number)
  for (let at = 0; at < reached; at++) {
    const node = nodeAt[at] as number
    const end = snapshot.firstEdge(node + 1)
    for (let edge = snapshot.firstEdge(node); edge < end; edge++) {
      if (!snapshot.isStrong(edge)) continue
      const target = (numberOf[snapshot.edgeTarget(edge)] as number) + 1
      const slot = firstPredecessor[target] as number
      predecessors[slot] = at
      firstPredecessor[target] = slot + 1
    }
  }
  return { firstPredecessor, predecessors }
}

/** Semi-NCA: Georgiadis, Linear-Time Algorithms for Dominators and Related Problems (2005). */
function semiDominatorsToDominators(
  { reached, parent }: DepthFirst,
  firstPredecessor: Uint32Array,
  predecessors: Int32Array,
): Int32Array {
  const semi = new Int32Array(reached)
  const label = new Int32Array(reached)
  const ancestor = new Int32Array(reached).fill(-1)
  const dominator = new Int32Array(reached)
  const stack = new Int32Array(reached)
  for (let at = 0; at < reached; at++) {
    semi[at] = at
    label[at] = at
  }

  function evaluate(from: number): number {
    if ((ancestor[from] as number) < 0) return label[from] as number
    let depth = 0
    let at = from
    while ((ancestor[ancestor[at] as number] as number) >= 0) {
      stack[depth++] = at
      at = ancestor[at] as number
    }
    while (depth > 0) {
      const below = stack[--depth] as number
      const above = ancestor[below] as number
      const candidate = label[above] as number
      if ((semi[candidate] as number) < (semi[label[below] as number] as number))
        label[below] = candidate
      ancestor[below] = ancestor[above] as number
    }
    return label[from] as number
  }

  for (let at = reached - 1; at > 0; at--) {
    let least = parent[at] as number
    const end = firstPredecessor[at + 1] as number
    for (let slot = firstPredecessor[at] as number; slot < end; slot++) {
      const from = predecessors[slot] as number
      const candidate = from <= at ? from : (semi[evaluate(from)] as number)
      if (candidate < least) least = candidate
    }
    semi[at] = least
    ancestor[at] = parent[at] as number
    dominator[at] = parent[at] as number
  }
  for (let at = 1; at < reached; at++) {
    let above = dominator[at] as number
    while (above > (semi[at] as number)) above = dominator[above] as number
    dominator[at] = above
  }
  return dominator
}
