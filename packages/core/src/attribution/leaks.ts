import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import type { AllocationStack, Frame } from './allocation-profile.ts'
import { findGrownGroups, type GrownGroup, type LeakedKind } from './grown-groups.ts'
import { targetNamed } from './node-names.ts'
import { type OtherOwner, otherOwnersOf } from './other-owners.ts'
import type { RetentionTree } from './retention-tree.ts'
import { ownFrame } from './runner-frames.ts'
import { stackOf } from './stack-of.ts'
import type { TrackedRun } from './tracked-run.ts'
import { isUsers } from './user-frames.ts'

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

/**
 * What weighs more than so many times the growth is a consequence of it, as the updates that observers queue in vain: the more of
 * them were left, the more each iteration makes.
 */
const MOST_OF_GROWTH = 4

/** Bytes of the heap per iteration that objects of a kind take; what is outside of it has none. */
function weightOf(snapshot: HeapSnapshot, kind: LeakedKind, iterations: number): number {
  const isOutside = snapshot.nodeType(kind.example) === 'native'
  return isOutside ? 0 : (countOf(kind, iterations) / iterations) * snapshot.selfSize(kind.example)
}

/** The groups that make up the growth, those with the most bytes first. */
export function findLeaks(
  { snapshot, phases, iterations }: Pick<TrackedRun, 'snapshot' | 'phases' | 'iterations'>,
  tree: RetentionTree,
  {
    stacks,
    grownHandles,
    grownBytes = Number.POSITIVE_INFINITY,
  }: {
    readonly stacks: readonly AllocationStack[]
    /** Types of handles that grew: where a leaked object owns one, that is what is told. */
    readonly grownHandles: readonly string[]
    /** Bytes of the heap per iteration that convicted, where they did. */
    readonly grownBytes?: number | undefined
  },
): readonly Leak[] {
  const halves = 2 * phases.iterations
  const all = findGrownGroups(snapshot, tree, phases)
  const likely = all.filter(({ kinds: [kind] }) => {
    return kind === undefined || weightOf(snapshot, kind, halves) <= MOST_OF_GROWTH * grownBytes
  })
  const groups = likely.length > 0 ? likely : all
  const total = groups.reduce((sum, { bytes }) => sum + bytes, 0)
  return groups
    .filter(({ bytes }) => bytes >= SMALLEST_SHARE * total)
    .slice(0, MOST_LEAKS)
    .map((group) => {
      const kind = tellingKind(snapshot, group, grownHandles)
      const objectsPerIteration = countOf(kind, halves) / halves
      return {
        group,
        kind,
        otherOwners: otherOwnersOf({ group, kind }, { snapshot, tree, phases }),
        objectsPerIteration,
        bytesPerIteration: group.bytes / halves,
        stack: stackOf(stacks, {
          bytes: snapshot.selfSize(kind.example),
          scriptId: snapshot.location(kind.example)?.scriptId,
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

/**
 * Where the owner holds them one by one, those count, for the same class may occur again inside of each. Where they stand behind one
 * another, as siblings do, all of them do: each iteration leaves a whole number.
 */
function countOf({ counts, entries }: LeakedKind, iterations: number): number {
  const all = counts.first + counts.second
  const isOne = isWhole(all / iterations) && !isWhole(entries.length / iterations)
  return entries.length < all / 4 || isOne ? all : entries.length
}

/** A few more are of the harness, or were not collected yet. */
const STRAY_SHARE = 0.05

function isWhole(count: number): boolean {
  return count >= 1 - STRAY_SHARE && Math.abs(count - Math.round(count)) <= STRAY_SHARE * count
}

/** The innermost one that is not the constructor of the leaked object itself: who makes it, not how. */
export function siteFrame(
  snapshot: HeapSnapshot,
  leak: Pick<Leak, 'stack' | 'kind'>,
): Frame | undefined {
  return makerIn(leak.stack?.frames ?? [], { snapshot, leak })
}

/** As `siteFrame`, of the user's own: a line of the runner's is no place of their leak. */
export function ownSiteFrame(
  snapshot: HeapSnapshot,
  leak: Pick<Leak, 'stack' | 'kind'>,
): Frame | undefined {
  const frames = leak.stack?.frames ?? []
  const innermost = ownFrame(frames)
  return innermost && makerIn(frames.slice(frames.indexOf(innermost)), { snapshot, leak })
}

function makerIn(
  frames: readonly Frame[],
  {
    snapshot,
    leak: {
      kind: { example },
    },
  }: { readonly snapshot: HeapSnapshot; readonly leak: Pick<Leak, 'kind'> },
): Frame | undefined {
  const users = frames.filter(({ url }) => isUsers(url))
  if (snapshot.nodeType(example) !== 'object') return users[0]
  const className = snapshot.nodeName(example)
  return users.find(({ functionName }) => !isConstructor(functionName, className)) ?? users[0]
}

/** V8 names a constructor after its class, or `new Class` in some stacks. */
function isConstructor(functionName: string, className: string): boolean {
  return functionName === className || functionName === `new ${className}`
}
