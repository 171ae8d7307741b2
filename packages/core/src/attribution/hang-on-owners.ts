import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { isStore } from './node-names.ts'
import type { Phases } from './phases.ts'
import type { RetentionTree } from './retention-tree.ts'

/** By node that is newer than the re-run's start: on what old object it hangs, and by which edge. */
export interface Hung {
  /** The nearest object on the path that is older than the re-run; 0 where only a root holds it, -1 where nothing does. */
  readonly owner: Int32Array
  readonly entryEdge: Int32Array
  /** Objects between a node and its owner, stores not counted. */
  readonly depth: Uint32Array
}

/** Finds for every node the old object that it hangs on, through stores and along chains. */
export function hangOnOwners(
  snapshot: HeapSnapshot,
  tree: RetentionTree,
  { baseId }: Phases,
): Hung {
  const { order, parent, edge } = tree
  const owner = new Int32Array(snapshot.nodeCount).fill(-1)
  const entryEdge = new Int32Array(snapshot.nodeCount).fill(-1)
  const depth = new Uint32Array(snapshot.nodeCount)
  const isHung = new Uint8Array(snapshot.nodeCount)
  const chains = createChains(snapshot, tree)

  function startAt(node: number, top: number): void {
    owner[node] = top === node ? node : (parent[top] as number)
    entryEdge[node] = top === node ? -1 : (edge[top] as number)
  }

  function hang(node: number, isAsNear: boolean): void {
    const above = parent[node] as number
    owner[node] = owner[above] as number
    if (isHung[above] === 1) {
      entryEdge[node] = entryEdge[above] as number
      depth[node] = (depth[above] as number) + (isAsNear ? 0 : 1)
      isHung[node] = 1
      return
    }
    // Below an owner, or below its stores: the first name on the way is the owner's own word for it.
    const named = entryEdge[above] as number
    entryEdge[node] = isNamedLink(snapshot, named) ? named : (edge[node] as number)
    isHung[node] = isStore(snapshot, node) ? 0 : 1
  }

  for (const node of order) {
    const isItsStore = node !== 0 && isStore(snapshot, node)
    // New links too: intervals that fire meanwhile go to the end of their list, among new ones.
    const top = chains.topOf(node)
    if (node === 0 || (snapshot.nodeId(node) <= baseId && !isItsStore)) startAt(node, top)
    else hang(node, isItsStore || top !== node)
  }
  return { owner, entryEdge, depth }
}

/** Named links such as a promise's reactions say more than the number of the slot behind them. */
function isNamedLink(snapshot: HeapSnapshot, edge: number): boolean {
  if (edge < 0 || snapshot.edgeType(edge) !== 'internal') return false
  const name = String(snapshot.edgeName(edge))
  return !STORE_EDGES.has(name) && !/^\d/.test(name)
}

const STORE_EDGES: ReadonlySet<string> = new Set(['elements', 'properties', 'table', 'map'])

/** Links of one kind that make a chain: the timers of a list, the listeners of a target. */
const CHAIN_LINKS = 3

/**
 * Older links of a list are no owners of the newer ones: the list is. `topOf` gives the first link of
 * the chain that a node belongs to, or the node itself where it belongs to none.
 */
function createChains(
  snapshot: HeapSnapshot,
  { parent }: RetentionTree,
): { topOf(node: number): number } {
  /** By node: the first link of its chain, and its number in it. */
  const tops = new Int32Array(snapshot.nodeCount)
  const links = new Int32Array(snapshot.nodeCount)

  return {
    /** Called with parents first, as the tree's order is. */
    topOf(node) {
      const above = parent[node] as number
      const isLink = above > 0 && links[above] !== 0 && isSameClass(snapshot, node, above)
      tops[node] = isLink ? (tops[above] as number) : node
      links[node] = isLink ? (links[above] as number) + 1 : 1
      const top = tops[node] as number
      return (links[node] as number) >= CHAIN_LINKS && (parent[top] as number) > 0 ? top : node
    },
  }
}

function isSameClass(snapshot: HeapSnapshot, node: number, other: number): boolean {
  return (
    snapshot.nodeNameIndex(node) === snapshot.nodeNameIndex(other) &&
    snapshot.nodeType(node) === 'object' &&
    snapshot.nodeType(other) === 'object'
  )
}
