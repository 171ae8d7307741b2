import type { GrownGoroutines } from './grown-goroutines.ts'
import type { GrownStack } from './grown-stacks.ts'
import type { Place } from './stack-place.ts'

/** What one culprit is made from: everything that would be gone with it. */
export interface Cause {
  readonly kind: 'goroutine' | 'descriptor' | 'off-heap' | 'heap'
  readonly type: string
  readonly perIteration: { readonly objects: number; readonly bytes: number }
  readonly place: Place | undefined
  readonly goroutines: readonly GrownGoroutines[]
  /** The stack that gave the place comes first. */
  readonly stacks: readonly GrownStack[]
  readonly notes: readonly string[]
  /** What ends it, where that is known better than its stacks tell. */
  readonly remedy?: string
}

/** Goroutines that end together. */
export interface Kin {
  readonly goroutines: readonly GrownGoroutines[]
  /** Undefined where they and their creators are in libraries only. */
  readonly place: Place | undefined
}

/** What several stacks keep per iteration. */
export function sumOf(stacks: readonly GrownStack[]): GrownStack['perIteration'] {
  return {
    objects: stacks.reduce((sum, { perIteration }) => sum + perIteration.objects, 0),
    bytes: stacks.reduce((sum, { perIteration }) => sum + perIteration.bytes, 0),
  }
}

/** Rates of one cause are counted apart by the collector, so they differ by a little. */
const RATE_TOLERANCE = 0.15

/** Both come from the same call, whichever of them comes several times. */
export function areAlike(one: number, other: number): boolean {
  return isLikeRate(one, other) || isLikeRate(other, one)
}

/** One, two, … objects for each of the others: both come from the same call. */
export function isLikeRate(objects: number, rate: number): boolean {
  const times = objects / rate
  return Math.round(times) >= 1 && Math.abs(times - Math.round(times)) <= RATE_TOLERANCE
}
