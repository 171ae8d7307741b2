import type { Wait } from '../engine/port.ts'
import type { GrowthVerdict } from '../plateau/verdict.ts'
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
  const leaks = convictedFirst(found, heap)
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

/** What the runtime drops after some time, as of each request, both halves have left as well: it convicted nobody. */
function convictedFirst(leaks: readonly Leak[], { grown }: FollowedHeap): readonly Leak[] {
  const isConvicted = ({ stack }: Leak) => stack !== undefined && grown.includes(stack)
  return [...leaks.filter(isConvicted), ...leaks.filter((leak) => !isConvicted(leak))]
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
