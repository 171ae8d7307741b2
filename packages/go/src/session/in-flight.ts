import { placeKey } from '../explain/grown-goroutines.ts'
import type { GoroutineGroup } from '../profile/goroutines.ts'

/** Stacks of so many are written in milliseconds. */
const MOST_LISTED = 2000

/** What stood at one sample, by kind. */
interface Listed {
  /** Runs that had ended by then. */
  readonly runs: number
  readonly groups: readonly GoroutineGroup[]
}

/** Follows what iterations have in flight: requests of theirs that go on for seconds, while new ones begin. */
export interface InFlight {
  /** Whether it is worth to list goroutines at this sample, where so many were read at the one before. */
  isWorthListing(grown: number): boolean
  note(listed: Listed): void
  /** How many of those that have ended at rest were in flight all the while: the readings under load hold as many. */
  endedAtRest(
    last: Listed,
    rested: readonly GoroutineGroup[],
    iterationsOfRuns: readonly number[],
  ): number
}

export function followInFlight(fewest: number): InFlight {
  const all: Listed[] = []
  return {
    isWorthListing: (grown) => grown >= fewest && grown <= MOST_LISTED,
    note: (listed) => void all.push(listed),
    endedAtRest(last, rested, iterationsOfRuns) {
      const from = baseOf(iterationsOfRuns)
      const base = all.find(({ runs }) => runs === from)
      return base === undefined ? 0 : steadyAndEnded(base.groups, last.groups, rested)
    },
  }
}

/** Legs come in rounds of so many; the one before the first is thrown away. */
const LEGS = 8

/** The number of runs before the first leg that is judged. */
function baseOf(iterations: readonly number[]): number {
  const leg = iterations.at(-1)
  const equal = iterations.length - 1 - iterations.findLastIndex((count) => count !== leg)
  const judged = Math.max(1, Math.floor((equal - 1) / LEGS)) * LEGS
  return iterations.length - Math.min(judged, equal)
}

/**
 * What a kind had both before the legs and after them, and has no more at rest, less what has become of it: a goroutine
 * that waits for an answer is of another kind once it waits for ever.
 */
export function steadyAndEnded(
  base: readonly GoroutineGroup[],
  last: readonly GoroutineGroup[],
  rested: readonly GoroutineGroup[],
): number {
  const counts = [base, last, rested].map(byKind)
  const [atBase = new Map(), atLast = new Map(), atRest = new Map()] = counts
  let ended = 0
  let become = 0
  for (const kind of new Set([...atLast.keys(), ...atRest.keys()])) {
    const [before = 0, after = 0, now = 0] = [atBase.get(kind), atLast.get(kind), atRest.get(kind)]
    ended += Math.max(0, Math.min(before, after) - now)
    become += Math.max(0, now - after)
  }
  return Math.max(0, ended - become)
}

function byKind(groups: readonly GoroutineGroup[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const group of groups) {
    const kind = placeKey(group)
    counts.set(kind, (counts.get(kind) ?? 0) + group.count)
  }
  return counts
}
