import type { GoroutineGroup } from '../profile/goroutines.ts'
import { equalGrowth, RAREST_PER_ITERATION, staircaseGrowth } from './leg-growth.ts'
import { frameKey } from './stack-key.ts'

/** Goroutines of which there are more after every leg. */
export interface GrownGoroutines {
  readonly group: GoroutineGroup
  readonly perIteration: number
}

/** The groups that grow alike in every leg, most first; those found at work at different lines count as one. */
export function grownGoroutines(
  dumps: readonly (readonly GoroutineGroup[])[],
  iterations: number,
): readonly GrownGoroutines[] {
  const busy = new Set(dumps.flat().filter(isAtWork).map(originKey))
  const blockedOnly = dumps.map((groups) => groups.filter((group) => !busy.has(originKey(group))))
  const blocked = grownBy(blockedOnly, iterations, placeKey)
  // The rest is found at other lines in every dump, so it counts by where it was started.
  const told = new Set(blocked.map(({ group }) => originKey(group)))
  const rest = dumps.map((groups) => groups.filter((group) => !told.has(originKey(group))))
  return [...blocked, ...grownBy(rest, iterations, originKey)].toSorted(
    (one, other) => other.perIteration - one.perIteration,
  )
}

function isAtWork({ state }: GoroutineGroup): boolean {
  return state === 'running' || state === 'runnable' || state === 'syscall'
}

/** Same state, same line. That Go has proven some of them leaked does not part them. */
export function placeKey({ state, isLocked, stack, createdBy }: GoroutineGroup): string {
  const creator = createdBy ? frameKey(createdBy) : ''
  return [state, isLocked, ...stack.map(frameKey), creator].join('\n')
}

/** Same `go` statement. */
function originKey({ stack, createdBy }: GoroutineGroup): string {
  return `${stack.at(-1)?.function}\n${createdBy ? frameKey(createdBy) : ''}`
}

function grownBy(
  dumps: readonly (readonly GoroutineGroup[])[],
  iterations: number,
  keyOf: (group: GoroutineGroup) => string,
): readonly GrownGoroutines[] {
  const counts = new Map<string, { group: GoroutineGroup; readonly perDump: number[] }>()
  for (const [at, groups] of dumps.entries()) {
    for (const group of groups) {
      const key = keyOf(group)
      const known = counts.get(key) ?? { group, perDump: new Array(dumps.length).fill(0) }
      counts.set(key, known)
      known.perDump[at] = (known.perDump[at] ?? 0) + group.count
      known.group = represent(known.group, group)
    }
  }
  return [...counts.values()].flatMap(({ group, perDump }) => {
    const even = equalGrowth(perDump, iterations)
    const perIteration = even ?? (group.isProvenLeaked ? provenGrowth(perDump, iterations) : even)
    const isRunning = group.createdBy === undefined
    return perIteration === undefined || isRunning ? [] : [{ group, perIteration }]
  })
}

/** What nothing can wake is left behind, however unevenly. */
function provenGrowth(counts: readonly number[], iterations: number): number | undefined {
  const perIteration = staircaseGrowth(counts, iterations)
  return perIteration >= RAREST_PER_ITERATION ? perIteration : undefined
}

/** A blocked one, the larger of the two, with what either tells: its state must not depend on the moment. */
function represent(one: GoroutineGroup, other: GoroutineGroup): GoroutineGroup {
  const isOther = isAtWork(one) === isAtWork(other) ? other.count >= one.count : isAtWork(one)
  const larger = isOther ? other : one
  return { ...larger, isProvenLeaked: one.isProvenLeaked || other.isProvenLeaked }
}
