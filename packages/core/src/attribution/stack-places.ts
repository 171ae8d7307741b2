import type { Culprit } from '../plateau/verdict.ts'
import type { AllocationStack, Frame } from './allocation-profile.ts'
import { lineOf } from './culprit-of.ts'
import { ownFrame } from './runner-frames.ts'
import { originOf } from './script-directory.ts'
import { projectFrame, userFrame } from './user-frames.ts'

/** The functions of a stack whose lines shall be told: the project's own, where it has one. */
export function toldFrames({ frames }: Pick<AllocationStack, 'frames'>): readonly Frame[] {
  const project = projectFrame(frames)
  const its = project ? [project] : [userFrame(frames), ownFrame(frames)]
  return its.filter((frame) => frame !== undefined)
}

/**
 * Where a stack allocates: below a function of a package, the line of the project's that called it stands beside that
 * function, or for it where the line is not known.
 */
export function placesOf(
  { frames }: Pick<AllocationStack, 'frames'>,
  told: Parameters<typeof lineOf>[1],
  {
    frame = ownFrame(frames),
    madeIn,
  }: { readonly frame?: Frame; readonly madeIn?: Frame | undefined } = {},
): Pick<Culprit, 'site' | 'calledFrom'> {
  if (frame === undefined) return {}
  const project = originOf(frame.url) === 'package' ? projectFrame(frames) : undefined
  if (project === undefined) return { site: lineOf(frame, told, { madeIn }) }
  const calledFrom = lineOf(project, told, { madeIn: frames[0] })
  return calledFrom.isFunctionStart
    ? { site: calledFrom }
    : { site: lineOf(frame, told), calledFrom }
}

/** Stacks of what each iteration leaves, and what is known of their lines. */
type StackFindings = Parameters<typeof lineOf>[1] & {
  /** By function, those that make most of it. */
  readonly stacks: readonly AllocationStack[]
  /** Each for itself. */
  readonly allStacks: readonly AllocationStack[]
}

/** What is known of what a store has gained. */
interface Sought {
  /** Its class. */
  readonly type: string
  /** Where what holds it is written. */
  readonly scriptId?: number | undefined
}

/**
 * Where it was most likely made: where its constructor is called, or else in the script whose store it is in. Else nearest to the
 * scenario, for what is kept is made there, and its parts by what that calls.
 */
export function likeliestPlaces(
  findings: StackFindings,
  { type, scriptId }: Sought,
): Pick<Culprit, 'site' | 'calledFrom'> {
  const { stacks, allStacks } = findings
  const isConstructor = ({ functionName }: Frame) =>
    functionName === type || functionName === `new ${type}`
  const maker = allStacks.find(({ frames }) => frames.some(isConstructor) && ownFrame(frames))
  if (maker !== undefined) {
    const { frames } = maker
    const madeIn = frames[0]
    // Its parts are made in the constructor; it is itself made by who calls that.
    const places = placesOf(
      { frames: frames.slice(frames.findLastIndex(isConstructor) + 1) },
      findings,
      { madeIn },
    )
    const isKnown = places.site !== undefined && places.site.isFunctionStart !== true
    return isKnown ? places : placesOf(maker, findings, { madeIn })
  }
  const isOfStore = ({ frames }: AllocationStack) => projectFrame(frames)?.scriptId === scriptId
  const nearest = stacks.toSorted((one, other) => depthOf(one) - depthOf(other))
  const stack = nearest.find(isOfStore) ?? nearest[0]
  return stack ? placesOf(stack, findings) : {}
}

/** Frames from the outermost to the user's that allocates: what the runner makes beside it is nearer, and none of the user's. */
function depthOf({ frames }: AllocationStack): number {
  const frame = ownFrame(frames)
  return frame === undefined ? Number.POSITIVE_INFINITY : frames.length - frames.indexOf(frame)
}
