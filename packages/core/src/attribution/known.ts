import { type AllocationStack, type HeapProfile, survivingStacks } from './allocation-profile.ts'
import type { CountedLeak } from './store-leaks.ts'

/** What the check already knows of what it convicted. */
export interface Known {
  /** What was alive of all that was recorded; undefined where no births were. */
  readonly recorded: Recorded | undefined
  /** Objects that an iteration kept, by the births that convicted; undefined where none did. */
  readonly objectsPerIteration?: number
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
  const stacks = survivingStacks(profile)
  profile.samples.length = 0
  return { stacks, iterations }
}
