import type { Wait } from '../engine/port.ts'
import type { GrowthVerdict } from '../plateau/verdict.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import type { ExplainTask } from './explain-task.ts'
import type { FollowedHeap } from './followed-heap.ts'
import { findLargest, type LargestObject } from './largest-object.ts'
import { findLeaks, type Leak } from './leaks.ts'
import { orElse } from './or-else.ts'
import { findStoreLeaks, type StoreLeak, storesIn } from './store-leaks.ts'

/** What a heap is found to have grown by. */
export interface Grown {
  readonly leaks: readonly Leak[]
  readonly stores: readonly StoreLeak[]
  readonly largest: readonly LargestObject[]
}

/** Objects that each iteration left; where they are not all of it, stores without new objects, and one that is replaced. */
export function* findGrown(task: ExplainTask, heap: FollowedHeap): Generator<Wait, Grown, unknown> {
  const { rerun, plan, verdict, prepared } = task
  const { snapshot, tree, phases } = heap
  const found = findLeaks(heap, tree, {
    stacks: heap.stacks,
    grownHandles: verdict.growth.flatMap(({ types = [] }) => types),
  })
  const leaks = heldFirst(found, heap, verdict.iterations)
  const others = leaks.flatMap(({ otherOwners }) => otherOwners.map(({ owner }) => owner))
  const known = [...leaks.map(({ group }) => group.owner), ...others]
  const convicted = storesIn(snapshot, task.known.stores, known)
  if (convicted.length > 0 || isAccounted(leaks, verdict))
    return { leaks, stores: convicted, largest: [] }
  const steps = { run: rerun.run, iterations: plan.iterations, known }
  const stores = yield* orElse(findStoreLeaks(prepared.session, snapshot, steps), [])
  if (stores.length > 0) return { leaks, stores, largest: [] }
  const largest = findLargest(snapshot, tree, {
    baseId: phases.baseId,
    bytesPerIteration: bytesPerIteration(verdict),
    // It grows in the halves of the re-run too.
    iterations: verdict.iterations + 2 * phases.iterations,
    isCopied: verdict.because === 'objects-get-larger',
  })
  return { leaks, stores, largest }
}

/** Of what each iteration has left in the check, so much is there still. */
const HELD_SHARE = 0.5

/** What the runtime drops after some time, as of each request, both halves have left as well: it is not all there. */
function heldFirst(
  leaks: readonly Leak[],
  { snapshot, grown }: FollowedHeap,
  completed: number,
): readonly Leak[] {
  if (leaks.length < 2) return leaks
  const ranks = new Map(
    leaks.map((leak) => {
      const wanted = HELD_SHARE * leak.objectsPerIteration * completed
      const isHeld = countAlike(snapshot, leak.kind.example) >= wanted
      const isConvicted = leak.stack !== undefined && grown.includes(leak.stack)
      return [leak, (isHeld ? 0 : 2) + (isConvicted ? 0 : 1)]
    }),
  )
  return leaks.toSorted((one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0))
}

/** Objects of one class; of anything else there are as many as are asked for. */
function countAlike(snapshot: HeapSnapshot, example: number): number {
  if (snapshot.nodeType(example) !== 'object') return Number.POSITIVE_INFINITY
  const name = snapshot.nodeName(example)
  let count = 0
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nodeType(node) === 'object' && snapshot.nodeName(node) === name) count++
  }
  return count
}

/** Surviving objects that make up less of the growth are not what grew. */
const ACCOUNTED = 0.3

function isAccounted(leaks: readonly Leak[], { growth }: GrowthVerdict): boolean {
  const heap = growth.find(({ probe }) => probe === 'heap')
  if (heap === undefined) return leaks.length > 0
  const bytes = leaks.reduce((sum, { bytesPerIteration }) => sum + bytesPerIteration, 0)
  return bytes >= ACCOUNTED * heap.perIteration
}

/** What the heap or external memory grows by. */
function bytesPerIteration({ growth }: GrowthVerdict): number {
  const bytes = growth.filter(({ probe }) => probe === 'heap' || probe === 'external')
  return Math.max(0, ...bytes.map(({ perIteration }) => perIteration))
}
