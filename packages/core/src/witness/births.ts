import type { BirthRow, Look } from '../decide/look.ts'
import { MARK_SIZES } from './birth-mark.ts'

/** V8's sampling heap profile at an interval of one byte: every object alive, in the order of allocation. */
export interface BirthProfile {
  readonly head: ProfileNode
  readonly samples: readonly BirthSample[]
}

export interface ProfileNode {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly scriptId: string
    readonly url: string
    readonly lineNumber: number
    readonly columnNumber: number
  }
  readonly children: readonly ProfileNode[]
}

interface BirthSample {
  readonly size: number
  readonly nodeId: number
  readonly ordinal: number
}

/** A boundary between batches is gone from the profile: nothing can be said of what was born when. */
export class LostBoundaryError extends Error {
  constructor(found: number, expected: number) {
    super(`${found} of ${expected} boundaries between batches are left in V8's allocation profile`)
  }
}

/**
 * The objects alive by place and by group of batches. `groups` are the boundaries that the groups lie between, by
 * number. Throws `LostBoundaryError` where a boundary is missing.
 */
export function readBirths(
  { head, samples }: BirthProfile,
  {
    boundaries,
    groups,
    iterations,
  }: {
    /** Boundaries that were set. */
    readonly boundaries: number
    readonly groups: readonly number[]
    /** By group. */
    readonly iterations: readonly number[]
  },
): Look {
  const sorted = [...samples].sort((one, other) => one.ordinal - other.ordinal)
  const marks = ordinalsOfMarks(sorted)
  if (marks.length !== boundaries) throw new LostBoundaryError(marks.length, boundaries)
  const edges = groups.map((at) => marks[at] ?? 0)
  const own = new Map<number, Tally>()
  let largestBytes = 0
  let group = -1
  for (const { ordinal, nodeId, size } of sorted) {
    while (group + 1 < edges.length && ordinal > (edges[group + 1] ?? 0)) group++
    if (group < 0 || group >= iterations.length || isMark(size)) continue
    const tally = own.get(nodeId) ?? emptyTally(iterations.length)
    own.set(nodeId, tally)
    tally.births[group] = (tally.births[group] ?? 0) + 1
    tally.bytes[group] = (tally.bytes[group] ?? 0) + size
    if (size > largestBytes) largestBytes = size
  }
  return { iterations, rows: rowsOf(head, own, iterations.length), largestBytes }
}

function isMark(size: number): boolean {
  return size === MARK_SIZES[0] || size === MARK_SIZES[1]
}

/** A boundary is two objects of odd sizes made one after the other; nothing else is. */
const BETWEEN_THE_TWO = 4

function ordinalsOfMarks(sorted: readonly BirthSample[]): readonly number[] {
  const marks: number[] = []
  for (const [at, { size, ordinal }] of sorted.entries()) {
    if (size !== MARK_SIZES[0]) continue
    const second = sorted
      .slice(at + 1, at + 1 + BETWEEN_THE_TWO)
      .find((next) => next.size === MARK_SIZES[1])
    if (second && second.ordinal - ordinal <= BETWEEN_THE_TWO) marks.push(ordinal)
  }
  return marks
}

/** Plain arrays: typed ones take memory outside the heap, which is read next. */
interface Tally {
  readonly births: number[]
  readonly bytes: number[]
}

function emptyTally(groups: number): Tally {
  return { births: new Array(groups).fill(0), bytes: new Array(groups).fill(0) }
}

function add(to: Tally, of: Tally): void {
  for (let at = 0; at < to.births.length; at++) {
    to.births[at] = (to.births[at] ?? 0) + (of.births[at] ?? 0)
    to.bytes[at] = (to.bytes[at] ?? 0) + (of.bytes[at] ?? 0)
  }
}

/** More rows are not told: what they hold is little, and in the rows above them. */
const MOST_ROWS = 400

/** Functions of Plateau's below which its own objects are made, and those that call the scenario. */
const OWN = ['plateauDecides', 'plateauFinishes']
const SCENARIO = 'plateauIterates'

/**
 * One row for each function, and one for all that was made below each place of the stack: a compiler that inlines a
 * function moves its births to the caller. What the check itself makes is left out.
 */
function rowsOf(head: ProfileNode, own: ReadonlyMap<number, Tally>, groups: number): BirthRow[] {
  const functions = new Map<string, { tally: Tally; place: readonly string[] }>()
  const rows: BirthRow[] = []
  function visit(node: ProfileNode, above: readonly string[], isOwnAbove: boolean): Tally {
    const { functionName } = node.callFrame
    const isOwn = OWN.includes(functionName) || (isOwnAbove && !functionName.startsWith(SCENARIO))
    const place = [nameOf(node), ...above]
    const below = emptyTally(groups)
    const made = isOwn ? undefined : own.get(node.id)
    if (made) {
      add(below, made)
      const key = keyOf(node)
      const known = functions.get(key)
      if (known) add(known.tally, made)
      else functions.set(key, { tally: sumOf(groups, made), place })
    }
    let largest = 0
    for (const child of node.children) {
      const tally = visit(child, place, isOwn)
      largest = Math.max(largest, total(tally))
      add(below, tally)
    }
    // Where one place below made all of it, that one tells more.
    const isTold = isOwn || above.length === 0 || largest === total(below)
    if (!isTold) rows.push(rowOf(`below ${node.id}`, { tally: below, place }, true))
    return below
  }
  visit(head, [], false)
  for (const [key, row] of functions) rows.push(rowOf(key, row, false))
  return rows
    .filter(({ births }) => early(births) > 0)
    .sort((one, other) => early(other.births) - early(one.births))
    .slice(0, MOST_ROWS)
}

function total({ births }: Tally): number {
  return births.reduce((sum, count) => sum + count, 0)
}

function keyOf({ callFrame }: ProfileNode): string {
  const { scriptId, lineNumber, columnNumber, functionName } = callFrame
  return `${scriptId}:${lineNumber}:${columnNumber}:${functionName}`
}

function sumOf(groups: number, tally: Tally): Tally {
  const all = emptyTally(groups)
  add(all, tally)
  return all
}

function rowOf(
  key: string,
  { tally, place }: { readonly tally: Tally; readonly place: readonly string[] },
  isBelow: boolean,
): BirthRow {
  return {
    key,
    place: place.slice(0, TOLD_FRAMES),
    isBelow,
    births: tally.births,
    bytes: tally.bytes,
  }
}

const TOLD_FRAMES = 4

/** What was born last is in flight: alone, it makes no row. */
function early(births: readonly number[]): number {
  return births.slice(0, -1).reduce((total, count) => total + count, 0)
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const name = functionName || '(anonymous)'
  return url ? `${name} ${url.split('/').slice(-2).join('/')}:${lineNumber + 1}` : name
}
