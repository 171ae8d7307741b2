import { placeKey } from '../explain/grown-goroutines.ts'
import type { GoroutineGroup } from '../profile/goroutines.ts'
import { wakingOf } from '../profile/waking.ts'

/** Those that there are more of than before, with the number that came. */
export function grownSince(
  before: readonly GoroutineGroup[],
  now: readonly GoroutineGroup[],
): readonly GoroutineGroup[] {
  const known = new Map(before.map((group) => [placeKey(group), group.count]))
  return now
    .map((group) => ({ ...group, count: group.count - (known.get(placeKey(group)) ?? 0) }))
    .filter(({ count }) => count > 0)
}

/** Most requests to others are given up after 5 s or less: what is older than that stays. */
const AGE_MS = 5500

/** Timers are late on a busy machine. */
const LATE_MS = 250

/** A few goroutines of another kind come and go beside those that grew. */
export const LEAST_SHARE = 0.05

export interface Budget {
  /** How old the oldest of them is. */
  readonly oldestMs: number
  /** What may be waited for sleepers, whose end is known. */
  readonly sleepMs: number
  /** What may be waited for others, who may as well be leaked. */
  readonly ageMs: number
}

/** How long they must be watched until it is known that no clock ends them, as far as that can be paid. */
export function neededMs(grown: readonly GoroutineGroup[], budget: Budget): number {
  const all = total(grown)
  const told = grown.filter(({ count }) => count >= LEAST_SHARE * all)
  return Math.max(0, ...told.map((group) => neededFor(group, budget)))
}

function neededFor(group: GoroutineGroup, { oldestMs, sleepMs, ageMs }: Budget): number {
  const waking = wakingOf(group)
  if (waking.by === 'sleep') return waking.ms + LATE_MS <= sleepMs ? waking.ms + LATE_MS : 0
  return waking.by === 'perhaps-a-clock' ? Math.min(Math.max(0, AGE_MS - oldestMs), ageMs) : 0
}

/** The part of what grew that may be gone before it is no leak: a leak keeps three quarters over a pause. */
const DOUBTED_SHARE = 0.25

/** Whether a clock may end so many of them that it would be no growth. */
export function mayEnd(grown: readonly GoroutineGroup[]): boolean {
  const mortal = grown.filter((group) => /clock|sleep/.test(wakingOf(group).by))
  return total(mortal) >= Math.max(FEWEST, DOUBTED_SHARE * total(grown))
}

/** Fewer come and go with the runtime. */
export const FEWEST = 6

/** Those in a sleep that is longer than they were watched, where they are so many that the growth is in doubt. */
export function asleepFor(
  grown: readonly GoroutineGroup[],
  watchedMs: number,
): GoroutineGroup | undefined {
  const asleep = grown.filter((group) => {
    const waking = wakingOf(group)
    return waking.by === 'sleep' && waking.ms > watchedMs
  })
  if (total(asleep) < Math.max(1, DOUBTED_SHARE * total(grown))) return undefined
  return asleep.toSorted((one, other) => other.count - one.count)[0]
}

/** One in so many iterations leaves a goroutine behind that nothing can wake: more than a start of the program does. */
const PROVEN_ITERATIONS = 20

/** Whether so many are proven leaked that the iterations must have left them, evenly or not. */
export function isProof(proven: readonly GoroutineGroup[], iterations: number): boolean {
  return total(proven) >= Math.max(FEWEST, iterations / PROVEN_ITERATIONS)
}

export function total(groups: readonly GoroutineGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0)
}
