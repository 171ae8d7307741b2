import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'

/** Shortest paths from the roots that mean something to a reader. */
export interface RetentionTree {
  /** Reachable nodes, nearest first; a parent always comes before its children. */
  readonly order: Uint32Array
  /** By node: its parent on the path, and the edge from it; -1 where unreachable or the root. */
  readonly parent: Int32Array
  readonly edge: Int32Array
}

/**
 * Roots that hold what the scenario, this check or the engine is just working with. They come last:
 * else every path would lead through the test's own stack frame, and every Map key through the
 * string table.
 */
const LATE_ROOTS: readonly RegExp[] = [
  /Handle scope|Relocatable/,
  /Internalized|String table|Compilation cache|Debugger|Builtins|Bootstrapper|Eternal/,
  /Stack roots|native stack roots/,
  // Of Blink and V8 in pages: every object with a wrapper is reached by them at once.
  /^C\+\+ .*roots$|^\(Traced handles\)$/,
]

/** Compiled functions, hidden classes and the running microtask tell a reader nothing: any other path wins. */
const ENGINE_TIER = 1
const TIERS = ENGINE_TIER + LATE_ROOTS.length + 1

/**
 * Breadth first over retaining edges, tier by tier: what only a stack frame, a compiled function or
 * the microtask queue holds is reached last; after it what `isLast` says.
 */
export function buildRetentionTree(
  snapshot: HeapSnapshot,
  isLast: (from: number, node: number) => boolean = never,
): RetentionTree {
  const { nodeCount } = snapshot
  const parent = new Int32Array(nodeCount).fill(-1)
  const edge = new Int32Array(nodeCount).fill(-1)
  const order = new Uint32Array(nodeCount)
  const postponed: number[][] = Array.from({ length: TIERS }, () => [])
  let head = 0
  let tail = 0

  function reach(from: number, via: number, node: number): void {
    parent[node] = from
    edge[node] = via
    order[tail++] = node
  }

  function spread(lowestTier: number): void {
    while (head < tail) {
      const from = order[head++] as number
      const end = snapshot.firstEdge(from + 1)
      for (let via = snapshot.firstEdge(from); via < end; via++) {
        const node = snapshot.edgeTarget(via)
        if ((parent[node] as number) >= 0 || node === 0 || !snapshot.isStrong(via)) continue
        const tier = isLast(from, node) ? TIERS : tierOf(snapshot, via, node)
        if (tier > lowestTier) postponed[tier - 1]?.push(from, via)
        else reach(from, via, node)
      }
    }
  }

  order[tail++] = 0
  spread(0)
  for (let tier = 1; tier <= TIERS; tier++) {
    const waiting = postponed[tier - 1] as number[]
    for (let at = 0; at < waiting.length; at += 2) {
      const via = waiting[at + 1] as number
      const node = snapshot.edgeTarget(via)
      if ((parent[node] as number) < 0) reach(waiting[at] as number, via, node)
    }
    spread(tier)
  }
  return { order: order.subarray(0, tail), parent, edge }
}

function never(): boolean {
  return false
}

/** 0 for what a reader may see, else how late it shall be reached. */
function tierOf(snapshot: HeapSnapshot, via: number, node: number): number {
  const type = snapshot.nodeType(node)
  if (type === 'synthetic') {
    const name = snapshot.nodeName(node)
    const late = LATE_ROOTS.findIndex((root) => root.test(name))
    return late === -1 ? 0 : ENGINE_TIER + 1 + late
  }
  if (type === 'code' || type === 'object shape') return ENGINE_TIER
  return snapshot.edgeType(via) === 'internal' && snapshot.edgeName(via) === 'current_microtask'
    ? ENGINE_TIER
    : 0
}
