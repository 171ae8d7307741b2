import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { type AllocationStack, type Frame, frameKey } from './allocation-profile.ts'
import { findGrownGroups, type GrownGroup, type LeakedKind } from './grown-groups.ts'
import { targetNamed } from './node-names.ts'
import { type OtherOwner, otherOwnersOf } from './other-owners.ts'
import type { RetentionTree } from './retention-tree.ts'
import { originOf } from './script-directory.ts'
import type { TrackedRun } from './tracked-run.ts'

/** One leak of the re-run: what grew on which owner, and what allocated it. */
export interface Leak {
  readonly group: GrownGroup
  /** The kind that names the leak. */
  readonly kind: LeakedKind
  readonly otherOwners: readonly OtherOwner[]
  readonly objectsPerIteration: number
  readonly bytesPerIteration: number
  /** Undefined where no stack's survivors match. */
  readonly stack: AllocationStack | undefined
}

/** The part of all leaked bytes below which a group is a by-product. */
const SMALLEST_SHARE = 0.05

/** A message with more culprits is read by nobody. */
const MOST_LEAKS = 5

/** The groups that make up the growth, those with the most bytes first. */
export function findLeaks(
  { snapshot, phases, iterations }: TrackedRun,
  tree: RetentionTree,
  {
    stacks,
    grownHandles,
  }: {
    readonly stacks: readonly AllocationStack[]
    /** Types of handles that grew: where a leaked object owns one, that is what is told. */
    readonly grownHandles: readonly string[]
  },
): readonly Leak[] {
  const groups = findGrownGroups(snapshot, tree, phases)
  const total = groups.reduce((sum, { bytes }) => sum + bytes, 0)
  const halves = 2 * phases.iterations
  return groups
    .filter(({ bytes }) => bytes >= SMALLEST_SHARE * total)
    .slice(0, MOST_LEAKS)
    .map((group) => {
      const kind = tellingKind(snapshot, group, grownHandles)
      const objectsPerIteration = countOf(kind) / halves
      return {
        group,
        kind,
        otherOwners: otherOwnersOf({ group, kind }, { snapshot, tree, phases }),
        objectsPerIteration,
        bytesPerIteration: group.bytes / halves,
        stack: stackOf(snapshot, kind.example, {
          stacks,
          expected: objectsPerIteration * iterations,
        }),
      }
    })
}

/** A timer that grew is named whatever holds it. What only a root holds is a handle: its class in Node says more than the engine's wrapper around it. */
function tellingKind(
  snapshot: HeapSnapshot,
  { owner, kinds }: GrownGroup,
  grownHandles: readonly string[],
): LeakedKind {
  const nearest = kinds[0] as LeakedKind
  const handle = kinds.find(({ example }) => grownHandles.includes(snapshot.nodeName(example)))
  if (handle) return handle
  if (owner !== 0) return nearest
  return kinds.find(({ example }) => targetNamed(snapshot, example, '_events') !== -1) ?? nearest
}

/** Where the owner holds them one by one, those count; the same class may occur again inside of each. */
function countOf({ counts, entries }: LeakedKind): number {
  const all = counts.first + counts.second
  return entries.length >= all / 4 ? entries.length : all
}

/** V8 leaves a note of so many bytes behind objects whose allocation site it learns about. */
export const MEMENTO_BYTES = 16

/** Survivors of one stack and objects of one group that belong together differ by less. */
const AGREEING = 0.25

/**
 * The stack whose survivors are these objects: as many, and of their size. The heap does not say which
 * stack made an object, but few stacks leave something behind in every iteration. Where no size
 * agrees, as with objects that Node makes in one piece with others, one single function of the user's
 * must be left.
 */
function stackOf(
  snapshot: HeapSnapshot,
  example: number,
  { stacks, expected }: { readonly stacks: readonly AllocationStack[]; readonly expected: number },
): AllocationStack | undefined {
  const bytes = snapshot.selfSize(example)
  const users = stacks.filter(({ frames }) => userFrame(frames) !== undefined)
  for (const size of [bytes, bytes + MEMENTO_BYTES]) {
    const found = users.filter(({ countBySize }) => agrees(countBySize.get(size) ?? 0, expected))
    if (found.length > 0) return nearestTo(snapshot, example, found)
  }
  // Both ends of a connection are of one class, and each has a stack of its own.
  const parts = users.filter(({ countBySize }) => {
    return countBySize.has(bytes) && agrees(countBySize.get(bytes) ?? 0, expected / 2)
  })
  if (parts.length > 0) return nearestTo(snapshot, example, parts)
  const asMany = users.filter(({ countBySize }) => {
    return [...countBySize.values()].some((count) => agrees(count, expected))
  })
  const functions = new Set(asMany.map(({ frames }) => frameKey(userFrame(frames) as Frame)))
  return functions.size === 1 ? asMany[0] : undefined
}

/** Of several, the one in the script of the closure or class itself. */
function nearestTo(
  snapshot: HeapSnapshot,
  example: number,
  stacks: readonly AllocationStack[],
): AllocationStack | undefined {
  const scriptId = snapshot.location(example)?.scriptId
  return stacks.find(({ frames }) => userFrame(frames)?.scriptId === scriptId) ?? stacks[0]
}

function agrees(count: number, expected: number): boolean {
  return Math.abs(count - expected) <= AGREEING * Math.max(count, expected)
}

/** The innermost function that is not of Node or of Plateau. */
export function userFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(({ url }) => isUsers(url))
}

/** The innermost one that is not the constructor of the leaked object itself: who makes it, not how. */
export function siteFrame(
  snapshot: HeapSnapshot,
  { stack, kind: { example } }: Pick<Leak, 'stack' | 'kind'>,
): Frame | undefined {
  const users = stack?.frames.filter(({ url }) => isUsers(url)) ?? []
  if (snapshot.nodeType(example) !== 'object') return users[0]
  const className = snapshot.nodeName(example)
  return users.find(({ functionName }) => !isConstructor(functionName, className)) ?? users[0]
}

/** V8 names a constructor after its class, or `new Class` in some stacks. */
function isConstructor(functionName: string, className: string): boolean {
  return functionName === className || functionName === `new ${className}`
}

/** The innermost function of the project itself, where a package's function allocates. */
export function projectFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(({ url }) => originOf(url) === 'user')
}

export function isUsers(url: string): boolean {
  const origin = originOf(url)
  return origin === 'user' || origin === 'package'
}
