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
  frame: Frame | undefined = ownFrame(frames),
): Pick<Culprit, 'site' | 'calledFrom'> {
  if (frame === undefined) return {}
  const project = originOf(frame.url) === 'package' ? projectFrame(frames) : undefined
  if (project === undefined) return { site: lineOf(frame, told) }
  const calledFrom = lineOf(project, told, { madeIn: frames[0] })
  return calledFrom.isFunctionStart
    ? { site: calledFrom }
    : { site: lineOf(frame, told), calledFrom }
}

/** What is known of what a store has gained. */
interface Sought {
  /** Its class. */
  readonly type?: string
  /** Where what holds it is written. */
  readonly scriptId?: number | undefined
}

/**
 * The stack that most likely made it: that of its constructor, or one of the script whose store it is in. Else the nearest to
 * the scenario, for what is kept is made there, and its parts by what that calls.
 */
export function likeliestStack(
  stacks: readonly AllocationStack[],
  { type, scriptId }: Sought,
): AllocationStack | undefined {
  const isConstructed = ({ frames }: AllocationStack) =>
    frames.some(({ functionName }) => functionName === type || functionName === `new ${type}`)
  const isOfStore = ({ frames }: AllocationStack) => projectFrame(frames)?.scriptId === scriptId
  const rank = (stack: AllocationStack) => (isConstructed(stack) ? 0 : isOfStore(stack) ? 1 : 2)
  return stacks
    .filter(({ frames }) => ownFrame(frames) !== undefined)
    .toSorted((one, other) => rank(one) - rank(other) || depthOf(one) - depthOf(other))[0]
}

/** Frames from the outermost to the user's that allocates: what the runner makes beside it is nearer, and none of the user's. */
function depthOf({ frames }: AllocationStack): number {
  const frame = ownFrame(frames)
  return frame === undefined ? Number.POSITIVE_INFINITY : frames.length - frames.indexOf(frame)
}
