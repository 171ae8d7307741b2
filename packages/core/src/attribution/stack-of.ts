import { type AllocationStack, type Frame, frameKey } from './allocation-profile.ts'
import { userFrame } from './user-frames.ts'

/** V8 leaves a note of so many bytes behind objects whose allocation site it learns about, until it has learnt. */
export const MEMENTO_BYTES = 16

/** Survivors of one stack and objects of one group that belong together differ by less. */
const AGREEING = 0.25

/** The objects of a group whose stack is looked for. */
export interface LeakedObjects {
  /** Of one of them, as the heap counts it. */
  readonly bytes: number
  /** Of a closure or class among them. */
  readonly scriptId: number | undefined
  /** How many of them a stack should have left. */
  readonly expected: number
}

/**
 * The stack whose survivors are these objects: as many, and of their size. The heap does not say which
 * stack made an object, but few stacks leave something behind in every iteration. Where no size
 * agrees, as with objects that Node makes in one piece with others, one single function of the user's
 * must be left.
 */
export function stackOf(
  stacks: readonly AllocationStack[],
  { bytes, scriptId, expected }: LeakedObjects,
): AllocationStack | undefined {
  const users = stacks.filter(({ frames }) => userFrame(frames) !== undefined)
  const noted = bytes + MEMENTO_BYTES
  for (const sizes of [[bytes], [noted], [bytes, noted]]) {
    const found = users.filter((stack) => agrees(countOf(stack, sizes), expected))
    if (found.length > 0) return nearestTo(scriptId, found)
  }
  // Both ends of a connection are of one class, and each has a stack of its own.
  const parts = users.filter((stack) => agrees(countOf(stack, [bytes]), expected / 2))
  if (parts.length > 0) return nearestTo(scriptId, parts)
  const asMany = users.filter(({ countBySize }) => {
    return [...countBySize.values()].some((count) => agrees(count, expected))
  })
  const functions = new Set(asMany.map(({ frames }) => frameKey(userFrame(frames) as Frame)))
  return functions.size === 1 ? asMany[0] : undefined
}

function countOf({ countBySize }: AllocationStack, sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + (countBySize.get(size) ?? 0), 0)
}

/** Of several, the one in the script of the closure or class itself. */
function nearestTo(
  scriptId: number | undefined,
  stacks: readonly AllocationStack[],
): AllocationStack | undefined {
  return stacks.find(({ frames }) => userFrame(frames)?.scriptId === scriptId) ?? stacks[0]
}

function agrees(count: number, expected: number): boolean {
  return Math.abs(count - expected) <= AGREEING * Math.max(count, expected)
}
