import type { BirthRow, Look } from '../decide/look.ts'
import { isMarkLike } from './birth-mark.ts'
import {
  type BirthProfile,
  type BirthSample,
  ownPlaces,
  type ProfileNode,
} from './birth-profile.ts'

/** A boundary between batches is gone from the profile: nothing can be said of what was born when. */
export class LostBoundaryError extends Error {
  constructor(found: number, expected: number) {
    super(`${found} of ${expected} boundaries between batches are left in V8's allocation profile`)
  }
}

/**
 * The objects alive by place and by group of batches. `groups` are the boundaries that the groups lie between, by
 * number; `samples` keep what was born before the last. It allocates little: while births are recorded, every object costs some microseconds. Throws
 * `LostBoundaryError` where a boundary is missing.
 */
export function readBirths({ head, samples }: BirthProfile, asked: Asked): Look {
  const { boundaries, groups, leftOut = [], iterations } = asked
  const sorted = samples.sort((one, other) => one.ordinal - other.ordinal)
  const sizes = sizesOfMarks(sorted)
  const marks = ordinalsOfMarks(sorted, sizes)
  if (marks.length !== boundaries) throw new LostBoundaryError(marks.length, boundaries)
  leftOut.forEach((at) => {
    dropBetween(sorted, marks[at] ?? 0, marks[at + 1])
  })
  const own = ownPlaces(head)
  const tally = createTally(iterations.length)
  const largest = iterations.map(() => 0)
  let group = -1
  for (let at = 0; at < sorted.length; at++) {
    const { ordinal, nodeId, size } = sorted[at] as BirthSample
    while (group + 1 < groups.length && ordinal > (marks[groups[group + 1] ?? 0] ?? 0)) group++
    if (group < 0 || group >= iterations.length || sizes.includes(size)) continue
    if (own.has(nodeId)) continue
    tally.add(nodeId, group, size)
    if (size > (largest[group] ?? 0)) largest[group] = size
  }
  dropAfter(sorted, marks[groups.at(-1) ?? 0] ?? Number.POSITIVE_INFINITY)
  return {
    iterations,
    rows: rowsOf(head, tally, iterations.length),
    largest,
  }
}

/** Both boundaries stay. */
function dropBetween(sorted: BirthSample[], from: number, to = Number.POSITIVE_INFINITY): void {
  const first = sorted.findIndex(({ ordinal }) => ordinal > from + BETWEEN_THE_TWO)
  const next = sorted.findIndex(({ ordinal }) => ordinal >= to)
  if (first >= 0 && next > first) sorted.splice(first, next - first)
}

/** What was born after the last batch is none of the scenario's: what explains may have been loaded since. */
function dropAfter(sorted: BirthSample[], ordinal: number): void {
  let length = sorted.length
  while (length > 0 && (sorted[length - 1] as BirthSample).ordinal > ordinal) length--
  sorted.length = length
}

interface Asked {
  /** Boundaries that were set. */
  readonly boundaries: number
  readonly groups: readonly number[]
  /** Boundaries between which and the next nothing is the scenario's. */
  readonly leftOut?: readonly number[]
  /** By group. */
  readonly iterations: readonly number[]
}

/** A boundary is two objects of odd sizes made one after the other; nothing else is. */
const BETWEEN_THE_TWO = 4

function ordinalsOfMarks(
  sorted: readonly BirthSample[],
  [firstSize, secondSize]: readonly number[],
): readonly number[] {
  const marks: number[] = []
  for (let at = 0; at < sorted.length; at++) {
    const first = sorted[at] as BirthSample
    if (first.size !== firstSize) continue
    for (let next = at + 1; next <= at + BETWEEN_THE_TWO && next < sorted.length; next++) {
      const { size, ordinal } = sorted[next] as BirthSample
      // Another of the first size is nearer to the second: this one is the user's.
      if (ordinal - first.ordinal > BETWEEN_THE_TWO || size === firstSize) break
      if (size === secondSize) {
        marks.push(first.ordinal)
        break
      }
    }
  }
  return marks
}

/** The sizes of the two, which differ with the engine's build: those of the first boundary, made before all else. */
function sizesOfMarks(sorted: readonly BirthSample[]): readonly number[] {
  for (let at = 0; at + 1 < sorted.length; at++) {
    const first = sorted[at] as BirthSample
    if (!isMarkLike(0, first.size)) continue
    for (let next = at + 1; next <= at + BETWEEN_THE_TWO && next < sorted.length; next++) {
      const { size, ordinal } = sorted[next] as BirthSample
      if (ordinal - first.ordinal > BETWEEN_THE_TWO) break
      if (isMarkLike(1, size)) return [first.size, size]
    }
  }
  return []
}

/** Births and bytes by node and group, in one plain array: typed ones take memory outside the heap, which is read next. */
interface Tally {
  add(nodeId: number, group: number, size: number): void
  /** Where the births of a node begin, followed by its bytes; undefined where it made nothing that is alive. */
  placeOf(nodeId: number): number | undefined
  readonly counts: number[]
}

function createTally(groups: number): Tally {
  const counts: number[] = []
  const places = new Map<number, number>()
  return {
    counts,
    placeOf: (nodeId) => places.get(nodeId),
    add(nodeId, group, size) {
      let place = places.get(nodeId)
      if (place === undefined) {
        place = counts.length
        places.set(nodeId, place)
        for (let at = 0; at < 2 * groups; at++) counts.push(0)
      }
      counts[place + group] = (counts[place + group] ?? 0) + 1
      counts[place + groups + group] = (counts[place + groups + group] ?? 0) + size
    },
  }
}

/** More rows are not told: what they hold is little, and in the rows above them. */
const MOST_ROWS = 400

/** Of the first rows the stack is told, of the others the function: texts of their own would cost as much as all else. */
const MOST_PLACES = 40

/** A row before it is told. */
interface FoundRow {
  readonly node: ProfileNode
  readonly isBelow: boolean
  readonly counts: number[]
}

/**
 * One row for each function, and one for all that was made below each place of the stack: a compiler that inlines a
 * function moves its births to the caller.
 */
function rowsOf(head: ProfileNode, tally: Tally, groups: number): BirthRow[] {
  const functions = new Map<string, FoundRow>()
  const rows: FoundRow[] = []
  const parents = new Map<ProfileNode, ProfileNode>()
  function visit(node: ProfileNode): number[] | undefined {
    let below = madeBy(node)
    let largest = 0
    for (const child of node.children) {
      parents.set(child, node)
      const found = visit(child)
      if (found === undefined) continue
      largest = Math.max(largest, total(found, groups))
      below = below ? added(below, found) : found.slice()
    }
    // Where one place below made all of it, that one tells more.
    if (below !== undefined && node !== head && largest < total(below, groups))
      rows.push({ node, isBelow: true, counts: below })
    return below
  }
  function madeBy(node: ProfileNode): number[] | undefined {
    const made = tally.placeOf(node.id)
    if (made === undefined) return undefined
    const counts = tally.counts.slice(made, made + 2 * groups)
    const known = functions.get(keyOf(node))
    if (known) added(known.counts, counts)
    else functions.set(keyOf(node), { node, isBelow: false, counts: counts.slice() })
    return counts
  }
  visit(head)
  return [...rows, ...functions.values()]
    .filter(({ counts }) => early(counts, groups) > 0)
    .sort((one, other) => early(other.counts, groups) - early(one.counts, groups))
    .slice(0, MOST_ROWS)
    .map(({ node, isBelow, counts }, at) => ({
      key: isBelow ? `below ${node.id}` : keyOf(node),
      place: at < MOST_PLACES ? placeOf(node, parents, head) : [node.callFrame.functionName],
      isBelow,
      births: counts.slice(0, groups),
      bytes: counts.slice(groups),
    }))
}

/** Adds to the first, in place. */
function added(to: number[], of: readonly number[]): number[] {
  for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + (of[at] ?? 0)
  return to
}

function total(counts: readonly number[], groups: number): number {
  let births = 0
  for (let at = 0; at < groups; at++) births += counts[at] ?? 0
  return births
}

/** What was born last is in flight: alone, it makes no row. */
function early(counts: readonly number[], groups: number): number {
  return total(counts, groups - 1)
}

/** Names a function by where its source starts. */
export function keyOf({ callFrame }: Pick<ProfileNode, 'callFrame'>): string {
  const { scriptId, lineNumber, columnNumber, functionName } = callFrame
  return `${scriptId}:${lineNumber}:${columnNumber}:${functionName}`
}

const TOLD_FRAMES = 4

/** The innermost functions of the stack. */
function placeOf(
  node: ProfileNode,
  parents: ReadonlyMap<ProfileNode, ProfileNode>,
  head: ProfileNode,
): readonly string[] {
  const place: string[] = []
  let at: ProfileNode | undefined = node
  while (at !== undefined && at !== head && place.length < TOLD_FRAMES) {
    place.push(nameOf(at))
    at = parents.get(at)
  }
  return place
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const name = functionName || '(anonymous)'
  return url ? `${name} ${url.split('/').slice(-2).join('/')}:${lineNumber + 1}` : name
}
