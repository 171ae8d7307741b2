import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { isStore } from './node-names.ts'
import type { RetentionTree } from './retention-tree.ts'

/** One object that is all of the growth was small at first: its size is that of the growth. */
const SMALLEST_SHARE = 0.6

/** Of a copy of many objects, the list that holds them. */
const SMALLEST_SHARE_OF_COPY = 0.15

/** What was there before is no more than this. */
const LARGEST_SHARE = 1.6

/** Smaller growth may be anything. */
const FEWEST_BYTES = 4096

/** One object, and what it gets longer by. */
export interface LargestObject {
  readonly node: number
  readonly bytesPerIteration: number
}

/**
 * The object whose own memory is most of what grew: a string or a buffer that every iteration replaces
 * by a longer one leaves nothing else behind.
 */
export function findLargest(
  snapshot: HeapSnapshot,
  { order, parent }: RetentionTree,
  growth: {
    readonly baseId: number
    readonly bytesPerIteration: number
    readonly iterations: number
    /** Whether all of it is made anew each time, and not one object alone. */
    readonly isCopied: boolean
  },
): readonly LargestObject[] {
  const { baseId, bytesPerIteration, iterations } = growth
  const grownBytes = bytesPerIteration * iterations
  if (grownBytes < FEWEST_BYTES) return []
  let largest = 0
  for (const node of order) {
    const bytes = snapshot.selfSize(node)
    if (bytes <= snapshot.selfSize(largest) || bytes > LARGEST_SHARE * grownBytes) continue
    if (isSource(snapshot, parent[node] as number)) continue
    // The memory of a buffer gets its number late: it is as old as the buffer.
    let numbered = node
    while (snapshot.nodeType(numbered) === 'native') numbered = parent[numbered] as number
    if (snapshot.nodeId(numbered) > baseId) largest = node
  }
  const smallestShare = growth.isCopied ? SMALLEST_SHARE_OF_COPY : SMALLEST_SHARE
  if (snapshot.selfSize(largest) < smallestShare * grownBytes) return []
  let node = largest
  while (node > 0 && isStore(snapshot, node)) node = parent[node] as number
  return node > 0 ? [{ node, bytesPerIteration }] : []
}

/** What a script or a compiled function holds is code, which was loaded meanwhile. */
function isSource(snapshot: HeapSnapshot, holder: number): boolean {
  return snapshot.nodeType(holder) !== 'array' && isStore(snapshot, holder)
}
