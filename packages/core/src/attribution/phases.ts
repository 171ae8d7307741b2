import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'

/** The halves of a re-run, and what surrounds them, in units of a half. */
export const HALVES = 2.5

/**
 * Two halves of a tracked re-run by the ids of what they allocated: V8 numbers objects in order, and
 * an id outlives every move. `baseId` is the last id before the first half.
 */
export interface Phases {
  readonly baseId: number
  readonly firstId: number
  readonly secondId: number
  /** Iterations of each half. */
  readonly iterations: number
}

/** Objects of one kind that were allocated in each half and are still alive. */
export interface PhaseCounts {
  readonly first: number
  readonly second: number
}

/** Strays of the harness and of the event loop are fewer in a half. */
const FEWEST_SURVIVORS = 6

/** A leak whose objects refer to all earlier ones grows faster and faster: 1,140, then 1,455 a call was seen. */
const FASTEST_RISE = 3

/** Equal halves of real leaks differ by a few objects; what appears once differs by all of them. */
const SLOWEST_RISE = 0.75

/** Whether both halves left so many objects of a kind that they belong to the iterations, not to chance. */
export function isPerIteration({ first, second }: PhaseCounts): boolean {
  return (
    Math.min(first, second) >= FEWEST_SURVIVORS &&
    second >= SLOWEST_RISE * first &&
    second <= FASTEST_RISE * first
  )
}

/** What V8 makes to run code, and shares. */
const OF_ENGINE: ReadonlySet<string> = new Set(['code', 'hidden', 'object shape', 'synthetic'])

/** Objects of any kind of a program that the first half left. */
export function bornInFirstHalf(
  snapshot: Pick<HeapSnapshot, 'nodeCount' | 'nodeId' | 'nodeType'>,
  { baseId, firstId }: Phases,
): number {
  let born = 0
  for (let node = 0; node < snapshot.nodeCount; node++) {
    const id = snapshot.nodeId(node)
    if (id > baseId && id <= firstId && !OF_ENGINE.has(snapshot.nodeType(node))) born++
  }
  return born
}
