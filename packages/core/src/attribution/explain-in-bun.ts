import type { Wait } from '../engine/port.ts'
import type { Culprit } from '../plateau/verdict.ts'
import type { BunHeap } from '../probe/bun-heap.ts'
import { fingerprint } from './fingerprint.ts'
import type { Explanation, Rerun } from './rerun.ts'

const ITERATIONS = 200

/** A class of which fewer come per iteration is a by-product. */
const SMALLEST_RATE = 0.1
const MOST_CULPRITS = 3

const TYPES_ONLY =
  'Bun tells neither the line that allocates these objects nor what holds them: run the same check in Node to learn both.'

/** Tells the classes of which every iteration leaves objects behind: all that JavaScriptCore says of them. */
export function* explainInBun(
  { run, iterationMs, leftMs }: Rerun,
  heap: BunHeap,
): Generator<Wait, Explanation, unknown> {
  const affordable = Math.floor(leftMs() / Math.max(iterationMs, 1e-4) / 4)
  const iterations = Math.max(1, Math.min(ITERATIONS, affordable))
  yield* run(iterations)
  const first = heap.bytesByType()
  const before = heap.bytesByType()
  yield* run(iterations)
  const culprits = [...heap.bytesByType()].flatMap(([type, after]): Culprit[] => {
    const earlier = before.get(type) ?? []
    // What one reading leaves behind for the next is not the scenario's.
    const ours = earlier.length - (first.get(type)?.length ?? 0)
    const objects = (after.length - earlier.length - ours) / iterations
    const bytes = (sum(after) - sum(earlier)) / iterations
    if (objects < SMALLEST_RATE || bytes <= 0) return []
    return [
      {
        type,
        perIteration: { objects, bytes },
        path: [],
        fingerprint: fingerprint({ type, path: [] }),
      },
    ]
  })
  const most = culprits.sort((one, other) => other.perIteration.bytes - one.perIteration.bytes)
  return { culprits: most.slice(0, MOST_CULPRITS), notes: [TYPES_ONLY] }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
