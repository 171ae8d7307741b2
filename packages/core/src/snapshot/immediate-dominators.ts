import type { DepthFirstTree } from './depth-first-tree.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'

/**
 * By number of the walk: the number of the immediate dominator; 0 for the root. `tree.parent` is used up
 * for it. By Semi-NCA (Georgiadis, Linear-Time Algorithms for Dominators and Related Problems, 2005),
 * which was as fast as Lengauer-Tarjan's on heaps and needs no buckets.
 */
export function immediateDominators(snapshot: HeapSnapshot, tree: DepthFirstTree): Int32Array {
  const { reached, parent } = tree
  const { first, sources } = extraEdges(snapshot, tree)
  const semidominator = new Int32Array(reached)
  const forest = createForest(parent.slice(0, reached))
  for (let at = reached - 1; at > 0; at--) {
    let least = parent[at] as number
    const end = first[at + 1] as number
    for (let edge = first[at] as number; edge < end; edge++) {
      const source = sources[edge] as number
      const candidate = source < at ? source : forest.least(source)
      if (candidate < least) least = candidate
    }
    semidominator[at] = least
    forest.link(at, least)
  }
  for (let at = 1; at < reached; at++) {
    let above = parent[at] as number
    while (above > (semidominator[at] as number)) above = parent[above] as number
    parent[at] = above
  }
  return parent
}

interface ExtraEdges {
  /** By number of the target: where its sources start. */
  readonly first: Uint32Array
  readonly sources: Int32Array
}

/** The strong edges that are not of the tree, by target. Edges to oneself and to the root decide nothing. */
function extraEdges(snapshot: HeapSnapshot, tree: DepthFirstTree): ExtraEdges {
  const { reached, nodeAt, numberOf, parent } = tree

  function eachExtraEdge(visit: (source: number, target: number) => void): void {
    for (let source = 0; source < reached; source++) {
      const node = nodeAt[source] as number
      const end = snapshot.firstEdge(node + 1)
      for (let edge = snapshot.firstEdge(node); edge < end; edge++) {
        if (!snapshot.isStrong(edge)) continue
        const target = numberOf[snapshot.edgeTarget(edge)] as number
        if (parent[target] !== source && target !== source && target !== 0) visit(source, target)
      }
    }
  }

  // Two ahead while counting and one ahead while placing, so that it ends up in its place.
  const first = new Uint32Array(reached + 2)
  eachExtraEdge((_, target) => {
    first[target + 2] = (first[target + 2] as number) + 1
  })
  for (let at = 2; at < first.length; at++)
    first[at] = (first[at] as number) + (first[at - 1] as number)
  const sources = new Int32Array(first[reached + 1] as number)
  eachExtraEdge((source, target) => {
    const place = first[target + 1] as number
    sources[place] = source
    first[target + 1] = place + 1
  })
  return { first, sources }
}

interface Forest {
  /** Adds a node below its parent. Nodes are added from the last number down. */
  link(at: number, semidominator: number): void
  /** The least semidominator on the way from a linked node up through all linked ones. */
  least(from: number): number
}

/** Every way that is walked is shortened, which keeps the next ones short. */
function createForest(ancestor: Int32Array): Forest {
  const leastAt = new Int32Array(ancestor.length)
  const way = new Int32Array(ancestor.length)
  let lastLinked = ancestor.length
  return {
    link(at, semidominator) {
      leastAt[at] = semidominator
      lastLinked = at
    },
    least(from) {
      const linked = lastLinked
      let length = 0
      let top = from
      for (;;) {
        const above = ancestor[top] as number
        if (above < linked) break
        way[length++] = top
        top = above
      }
      const root = ancestor[top] as number
      let least = leastAt[top] as number
      while (length > 0) {
        const below = way[--length] as number
        least = Math.min(least, leastAt[below] as number)
        leastAt[below] = least
        ancestor[below] = root
      }
      return least
    },
  }
}
