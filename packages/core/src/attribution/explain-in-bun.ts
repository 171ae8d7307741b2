import type { Wait } from '../engine/port.ts'
import type { BunHeap } from '../probe/bun-heap.ts'
import { culpritsOfTypes, TYPE_ITERATIONS } from './culprits-of-types.ts'
import type { Explanation, Rerun } from './rerun.ts'

const TYPES_ONLY =
  'Bun tells neither the line that allocates these objects nor what holds them: run the same check in Node to learn both.'

/** Tells the classes of which every iteration leaves objects behind: all that JavaScriptCore says of them. */
export function* explainInBun(
  { run, iterationMs, leftMs }: Rerun,
  heap: BunHeap,
): Generator<Wait, Explanation, unknown> {
  const affordable = Math.floor(leftMs() / Math.max(iterationMs, 1e-4) / 4)
  const iterations = Math.max(1, Math.min(TYPE_ITERATIONS, affordable))
  yield* run(iterations)
  const first = heap.bytesByType()
  const before = heap.bytesByType()
  yield* run(iterations)
  const gains = [...heap.bytesByType()].map(([type, after]) => {
    const earlier = before.get(type) ?? []
    // What one reading leaves behind for the next is not the scenario's.
    const ours = earlier.length - (first.get(type)?.length ?? 0)
    return {
      type,
      objects: after.length - earlier.length - ours,
      bytes: sum(after) - sum(earlier),
    }
  })
  return { culprits: culpritsOfTypes(gains, iterations), notes: [TYPES_ONLY] }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
