import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import type { GrownGroup } from './grown-groups.ts'
import { isStore } from './node-names.ts'
import type { Phases } from './phases.ts'
import type { RetentionTree } from './retention-tree.ts'

/** The part of the leaked objects that another owner must hold as well to be named. */
const SHARED = 0.5

/** Real leaks had up to eight owners; a message names the first few. */
const MOST_OWNERS = 4

/**
 * What else holds the leaked objects: removing them from the first owner alone would not free them.
 * Each is an object older than the re-run, with the edge to one of them.
 */
export function findOtherOwners(
  { snapshot, tree, phases }: { snapshot: HeapSnapshot; tree: RetentionTree; phases: Phases },
  group: GrownGroup,
): readonly { readonly owner: number; readonly edge: number }[] {
  const entries = new Set(group.entries)
  const found = new Map<number, { readonly edge: number; readonly held: Set<number> }>()
  for (const from of tree.order) {
    const owner = oldOwner(snapshot, tree, { node: from, baseId: phases.baseId })
    if (owner <= 0 || owner === group.owner) continue
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

/** The node itself, or what its backing store belongs to, if that is older than the re-run; else -1. */
function oldOwner(
  snapshot: HeapSnapshot,
  { parent }: RetentionTree,
  { node, baseId }: { readonly node: number; readonly baseId: number },
): number {
  let at = node
  while (at > 0 && isStore(snapshot, at)) at = parent[at] as number
  return at > 0 && snapshot.nodeId(at) <= baseId ? at : -1
}
