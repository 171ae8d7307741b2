import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import type { GrownGroup, LeakedKind } from './grown-groups.ts'
import { isStore } from './node-names.ts'
import type { Phases } from './phases.ts'
import type { RetentionTree } from './retention-tree.ts'

/** The part of the leaked objects that another owner must hold as well to be named. */
const SHARED = 0.5

/** Real leaks had up to eight owners; a message names the first few. */
const MOST_OWNERS = 4

export interface OtherOwner {
  readonly owner: number
  readonly edge: number
}

/**
 * What else holds the leaked objects: removing them from the first owner alone would not free them.
 * Each is an object older than the re-run, with the edge to one of them.
 */
export function otherOwnersOf(
  { group, kind }: { readonly group: GrownGroup; readonly kind: LeakedKind },
  { snapshot, tree, phases }: { snapshot: HeapSnapshot; tree: RetentionTree; phases: Phases },
): readonly OtherOwner[] {
  const entries = new Set(kind.entries)
  const found = new Map<number, { readonly edge: number; readonly held: Set<number> }>()
  const users = new Int32Array(snapshot.nodeCount)
  for (const from of tree.order) {
    // What a store belongs to is known of its parent before: chains of stores can be very long.
    const user = isStore(snapshot, from) ? (users[tree.parent[from] as number] as number) : from
    users[from] = user
    const owner = user > 0 && snapshot.nodeId(user) <= phases.baseId ? user : -1
    if (owner === -1 || owner === group.owner) continue
    const end = snapshot.firstEdge(from + 1)
    for (let edge = snapshot.firstEdge(from); edge < end; edge++) {
      const target = snapshot.edgeTarget(edge)
      if (!entries.has(target) || !snapshot.isStrong(edge)) continue
      const known = found.get(owner) ?? { edge, held: new Set<number>() }
      found.set(owner, known)
      known.held.add(target)
    }
  }
  return [...found]
    .filter(([, { held }]) => held.size >= SHARED * entries.size && held.size > 1)
    .sort(([, one], [, other]) => other.held.size - one.held.size)
    .slice(0, MOST_OWNERS)
    .map(([owner, { edge }]) => ({ owner, edge }))
}
