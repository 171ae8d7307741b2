import { areAlike, type Cause, sumOf } from './cause.ts'
import { ownerOf, type ProjectFiles } from './go-sources.ts'
import type { GrownStack } from './grown-stacks.ts'
import { RAREST_PER_ITERATION } from './leg-growth.ts'
import { frameKey } from './stack-key.ts'
import { ownFrame, placeOf } from './stack-place.ts'
import { describePosition, describeRate } from './words.ts'

/** A smaller share of both the objects and the bytes that grew is a by-product of something else. */
const LEAST_SHARE = 0.05

/** Without a line, a cause must explain more of all that grew to be worth a word. */
const LEAST_SHARE_UNPLACED = 0.25

/** One cause for each line of the project that keeps memory; lines of one function at one rate are one. `all` is what other causes took, too. */
export function heapCauses(
  stacks: readonly GrownStack[],
  all: readonly GrownStack[],
  project: ProjectFiles,
): { readonly causes: readonly Cause[]; readonly rest: readonly GrownStack[] } {
  const groups: GrownStack[][] = []
  for (const stack of stacks) {
    const group = groups.find(([first]) => first && isSameCause(stack, first, project))
    if (group) group.push(stack)
    else groups.push([stack])
  }
  const total = sumOf(stacks)
  const told = groups.filter((group) => {
    const { objects, bytes } = sumOf(group)
    return objects >= LEAST_SHARE * total.objects || bytes >= LEAST_SHARE * total.bytes
  })
  const causes = told.map((group) => heapCause(group, project))
  // A cause with a line is worth more than a larger one without: libraries' own stores grow by steps.
  const placed = causes.filter(({ place }) => place !== undefined)
  const others = causes.filter(
    ({ place, perIteration }) =>
      place === undefined && perIteration.bytes >= LEAST_SHARE_UNPLACED * sumOf(all).bytes,
  )
  const shown = [...placed, ...others]
  const toldStacks = new Set(shown.flatMap((cause) => cause.stacks))
  return { causes: shown, rest: stacks.filter((stack) => !toldStacks.has(stack)) }
}

function isSameCause(one: GrownStack, other: GrownStack, project: ProjectFiles): boolean {
  const ownOne = ownFrame(one.stack, project)
  const ownOther = ownFrame(other.stack, project)
  if (ownOne === undefined && ownOther === undefined)
    return outermost(one, project) === outermost(other, project)
  if (ownOne === undefined || ownOther === undefined) return false
  if (frameKey(ownOne) === frameKey(ownOther)) return true
  if (isStoreOf(one, other, project)) return true
  if (ownOne.function !== ownOther.function) return false
  return areAlike(one.perIteration.objects, other.perIteration.objects)
}

/** A list or map that grows by steps because of what a function puts there: part of that function's cause. */
function isStoreOf(store: GrownStack, kept: GrownStack, project: ProjectFiles): boolean {
  const keeper = ownFrame(kept.stack, project)
  return (
    keeper !== undefined &&
    store.perIteration.objects < RAREST_PER_ITERATION &&
    kept.perIteration.objects >= RAREST_PER_ITERATION &&
    store.perIteration.bytes < kept.perIteration.bytes * MOST_OF_STORE &&
    store.stack.some((frame) => frame.function === keeper.function)
  )
}

/** An entry of a map takes some 40 bytes at most; a store that outweighs its entries is one of its own. */
const MOST_OF_STORE = 2

/** Without a line of the project: where a library's goroutine began. */
function outermost({ stack }: GrownStack, project: ProjectFiles): string | undefined {
  return stack.findLast((frame) => ownerOf(frame, project) !== 'runtime')?.function
}

function heapCause(group: readonly GrownStack[], project: ProjectFiles): Cause {
  const [first, ...others] = group
  const place = first && placeOf(first.stack, project)
  const perIteration = sumOf(group)
  const alsoAt = new Map<string, GrownStack[]>()
  for (const stack of others) {
    const at = placeOf(stack.stack, project)
    const told = at && describePosition(at.site)
    if (told === undefined || told === (place && describePosition(place.site))) continue
    alsoAt.set(told, [...(alsoAt.get(told) ?? []), stack])
  }
  return {
    kind: 'heap',
    type: perIteration.objects < RAREST_PER_ITERATION ? 'growing buffer or map' : 'heap object',
    perIteration,
    place,
    goroutines: [],
    stacks: group,
    notes: notesOf(alsoAt),
  }
}

/** More lines than that tell nothing more. */
const MOST_LINES = 4

function notesOf(alsoAt: ReadonlyMap<string, readonly GrownStack[]>): readonly string[] {
  const lines = [...alsoAt].map(
    ([told, stacks]) => `also at ${told}: ${describeRate(sumOf(stacks))}`,
  )
  const more = lines.length - MOST_LINES
  return more > 0 ? [...lines.slice(0, MOST_LINES), `and at ${more} further lines`] : lines
}
