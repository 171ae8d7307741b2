import {
  type AllocationStack,
  frameKey,
  type HeapProfile,
  survivingStacks,
} from './allocation-profile.ts'

import type { FollowedAhead } from './follow-ahead.ts'
import type { CountedLeak } from './store-leaks.ts'

/** Functions that call the scenario. */
const SCENARIO = 'plateauIterates'

/** What the check already knows of what it convicted. */
export interface Known {
  /** The scenario was followed before the verdict. */
  readonly ahead: FollowedAhead | undefined
  /** What was alive of all that was recorded; undefined where no births were. */
  readonly recorded: Recorded | undefined
  /** The stores that convicted. */
  readonly stores: readonly CountedLeak[]
}

/** What some iterations allocated and was alive after them. */
export interface Recorded {
  readonly stacks: readonly AllocationStack[]
  readonly iterations: number
}

/** Empties the profile: with its samples, it would itself be the largest new object of the heap. */
export function recordedIn(profile: HeapProfile, iterations: number): Recorded {
  const stacks = mergedStacks(survivingStacks(profile))
  profile.samples.length = 0
  return { stacks, iterations }
}

/** The check runs the scenario from more places than one: stacks that are the same below those are one. */
function mergedStacks(stacks: readonly AllocationStack[]): readonly AllocationStack[] {
  const merged = new Map<string, AllocationStack>()
  for (const stack of stacks) {
    const end = stack.frames.findIndex(({ functionName }) => functionName.startsWith(SCENARIO))
    const key = stack.frames
      .slice(0, end === -1 ? undefined : end)
      .map(frameKey)
      .join()
    const known = merged.get(key)
    merged.set(key, known === undefined ? stack : bothOf(known, stack))
  }
  return [...merged.values()].sort((one, other) => other.bytes - one.bytes)
}

function bothOf(one: AllocationStack, other: AllocationStack): AllocationStack {
  const countBySize = new Map(one.countBySize)
  for (const [size, count] of other.countBySize)
    countBySize.set(size, (countBySize.get(size) ?? 0) + count)
  const { frames } = one
  return {
    frames,
    countBySize,
    objects: one.objects + other.objects,
    bytes: one.bytes + other.bytes,
  }
}
