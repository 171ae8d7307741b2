import type { GoroutineGroup } from '../profile/goroutines.ts'
import { type Cause, isLikeRate, type Kin, sumOf } from './cause.ts'
import { ownerOf, type ProjectFiles, positionOf } from './go-sources.ts'
import { familyOf, findOpener, isAccepted, isConsequence, isMadeByOpener } from './goroutine-kin.ts'
import type { GrownGoroutines } from './grown-goroutines.ts'
import type { GrownStack } from './grown-stacks.ts'
import { frameKey } from './stack-key.ts'
import { type Place, placeOf } from './stack-place.ts'
import { describeFrame, describePosition, describeRate, shown } from './words.ts'

/** One cause for each line of the project that leaves goroutines behind, with the heap that they keep. */
export function goroutineCauses(
  grown: readonly GrownGoroutines[],
  stacks: readonly GrownStack[],
  project: ProjectFiles,
): readonly Cause[] {
  const kin = gatherKin(grown, project)
  let left = stacks
  return kin.map((group) => {
    const consequences = left.filter((stack) => isConsequence(stack, group, project))
    const opener = group.place ? undefined : findOpener(group, consequences, project)
    const kept = left.filter(
      (stack) =>
        consequences.includes(stack) ||
        isMadeByOpener(stack, opener, { goroutines: group.goroutines, project }),
    )
    left = left.filter((stack) => !kept.includes(stack))
    return causeOf(group, { opener, kept }, project)
  })
}

function gatherKin(grown: readonly GrownGoroutines[], project: ProjectFiles): readonly Kin[] {
  const all: Kin[] = []
  const placed = grown.map((goroutines) => ({
    goroutines: [goroutines],
    place: goroutinePlace(goroutines.group, project),
  }))
  // Those with a line of the project first: what libraries start for them joins them.
  const ordered = [
    ...placed.filter(({ place }) => place !== undefined),
    ...placed.filter(({ place, goroutines: [one] }) => !place && one && !isAccepted(one.group)),
    ...placed.filter(({ place, goroutines: [one] }) => !place && one && isAccepted(one.group)),
  ]
  for (const one of ordered) {
    const at = all.findIndex((other) => isKin(one, other, project))
    const other = all[at]
    if (other === undefined) all.push(one)
    else all[at] = { ...other, goroutines: [...other.goroutines, ...one.goroutines] }
  }
  return all
}

function isKin(one: Kin, other: Kin, project: ProjectFiles): boolean {
  const [{ group, perIteration } = none()] = one.goroutines
  return other.goroutines.some((known) => {
    const { createdBy } = known.group
    if (createdBy && group.createdBy && frameKey(createdBy) === frameKey(group.createdBy))
      return true
    if (one.place !== undefined || !isLikeRate(perIteration, known.perIteration)) return false
    const families = familyOf(known.group, project)
    return familyOf(group, project).some((family) => families.includes(family))
  })
}

function none(): never {
  throw new Error('There is no goroutine among kin.')
}

function goroutinePlace(
  { stack, createdBy }: GoroutineGroup,
  project: ProjectFiles,
): Place | undefined {
  const own = stack.find((frame) => ownerOf(frame, project) === 'project')
  if (own) return { site: positionOf(own, project) }
  if (createdBy === undefined || ownerOf(createdBy, project) !== 'project') return undefined
  return placeOf([...stack, createdBy], project)
}

function causeOf(
  { goroutines, place }: Kin,
  heap: { readonly opener: Place | undefined; readonly kept: readonly GrownStack[] },
  project: ProjectFiles,
): Cause {
  const [first = none(), ...others] = goroutines
  const found = place ?? heap.opener
  const bytes = sumOf(heap.kept).bytes
  return {
    kind: 'goroutine',
    type: `goroutine [${describeState(first.group)}]`,
    perIteration: { objects: first.perIteration, bytes },
    place: found,
    goroutines,
    stacks: heap.kept,
    notes: [
      ...notesOf(first.group, found, project),
      ...others.map(
        ({ group, perIteration }) =>
          `also +${shown(perIteration)} goroutine [${describeState(group)}] ${whereabouts(group, project)}`,
      ),
      ...(heap.kept.length > 0 ? [`with them ${describeRate(sumOf(heap.kept))}`] : []),
    ],
  }
}

function describeState({ state, isLocked }: GoroutineGroup): string {
  return isLocked ? `${state}, locked to thread` : state
}

function notesOf(
  group: GoroutineGroup,
  place: Place | undefined,
  project: ProjectFiles,
): readonly string[] {
  const told = place ? describePosition(place.site) : ''
  const blocked = innermostTold(group, project)
  const isSite = blocked !== undefined && describeFrame(blocked, project) === told
  return [
    ...(blocked && !isSite ? [`blocked in ${describeFrame(blocked, project)}`] : []),
    ...(group.createdBy ? [`created by ${describeFrame(group.createdBy, project)}`] : []),
    ...(group.isProvenLeaked ? ['proven leaked by the Go runtime: nothing can wake it'] : []),
  ]
}

function whereabouts(group: GoroutineGroup, project: ProjectFiles): string {
  const blocked = innermostTold(group, project)
  const creator = group.createdBy && describeFrame(group.createdBy, project)
  return [
    ...(blocked ? [`in ${describeFrame(blocked, project)}`] : []),
    ...(creator ? [`created by ${creator}`] : []),
  ].join(', ')
}

/** The line of the project, of a package or of the standard library, whichever there is first in this order. */
function innermostTold(
  { stack }: GoroutineGroup,
  project: ProjectFiles,
): GoroutineGroup['stack'][number] | undefined {
  for (const wanted of ['project', 'dependency', 'standard'] as const) {
    const found = stack.filter((frame) => ownerOf(frame, project) === wanted)
    // Of the standard library the outermost says more: `persistConn.readLoop`, not `pollDesc.wait`.
    const frame = wanted === 'standard' ? found.at(-1) : found[0]
    if (frame) return frame
  }
  return undefined
}
