import { collect } from '@plateau/expose-gc-wrapper'
import type { SurvivorPhase } from '../plateau/survivors.ts'
import type { BunHeap } from '../probe/bun-heap.ts'
import type { SurvivorCounter } from './survivor-count.ts'

/**
 * Counts what each phase leaves behind by the number of all objects, which JavaScriptCore tells exactly:
 * it knows no order of allocation.
 */
export function countBunSurvivors(heap: BunHeap): SurvivorCounter {
  const found: SurvivorPhase[] = []
  let last = reading(heap)
  return {
    // biome-ignore lint/correctness/useYield: nothing need be waited for
    *endPhase(iterations) {
      const now = reading(heap)
      const objects = Math.max(0, now.objects - last.objects)
      found.push({ iterations, objects, bytes: Math.max(0, now.bytes - last.bytes) })
      last = now
    },
    // biome-ignore lint/correctness/useYield: as above
    *phases() {
      return found
    },
    *close() {},
  }
}

function reading(heap: BunHeap): { readonly objects: number; readonly bytes: number } {
  collect('full')
  return { objects: heap.objectCount(), bytes: heap.heapBytes() }
}
