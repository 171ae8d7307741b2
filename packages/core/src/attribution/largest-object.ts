import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { isStore } from './node-names.ts'
import type { RetentionTree } from './retention-tree.ts'

/** The part of all growth that one object must be, to be what grows. */
const SHARE = 0.5

/** Smaller growth may be anything. */
const FEWEST_BYTES = 4096

/**
 * The object whose own memory is most of what grew: a string or a buffer that every iteration replaces
 * by a longer one leaves nothing else behind.
 */
export function findLargest(
  snapshot: HeapSnapshot,
  { order, parent }: RetentionTree,
  { grownBytes, iterations }: { readonly grownBytes: number; readonly iterations: number },
): readonly { readonly node: number; readonly bytesPerIteration: number }[] {
  let largest = 0
  for (const node of order) {
    if (snapshot.selfSize(node) > snapshot.selfSize(largest)) largest = node
  }
  const bytes = snapshot.selfSize(largest)
  if (grownBytes < FEWEST_BYTES || bytes < SHARE * grownBytes) return []
  let node = largest
  while (node > 0 && isStore(snapshot, node)) node = parent[node] as number
  return node > 0 ? [{ node, bytesPerIteration: grownBytes / iterations }] : []
}
