import type { ProfileNode } from '../witness/birth-profile.ts'
import { keyOf } from '../witness/births.ts'
import {
  type AllocationStack,
  type Frame,
  type HeapProfile,
  survivingStacks,
} from './allocation-profile.ts'
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
  /** Of the places that convicted; none where it was something else. */
  readonly grown: readonly AllocationStack[]
  readonly iterations: number
}

/**
 * `places` are the functions that convicted, as `keyOf` names them. Empties the profile: with its samples, it would itself be
 * the largest new object of the heap.
 */
export function recordedIn(
  profile: HeapProfile,
  iterations: number,
  places: readonly string[] = [],
): Recorded {
  const stacks = survivingStacks(profile)
  profile.samples.length = 0
  const grown = stacks.filter(
    ({ frames: [frame] }) => frame && places.includes(keyOf(nodeOf(frame))),
  )
  return { stacks, grown, iterations }
}

/** As the profile has it. */
function nodeOf({ scriptId, line, column, ...frame }: Frame): Pick<ProfileNode, 'callFrame'> {
  return {
    callFrame: { ...frame, scriptId: String(scriptId), lineNumber: line, columnNumber: column },
  }
}
