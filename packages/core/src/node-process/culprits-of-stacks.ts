import { type AllocationStack, survivingStacks } from '../attribution/allocation-profile.ts'
import { fingerprint } from '../attribution/fingerprint.ts'
import type { SourcePositions } from '../attribution/source-positions.ts'
import { isUsers, userFrame } from '../attribution/user-frames.ts'
import type { Culprit } from '../plateau/verdict.ts'
import type { RecordedRun } from './record-run.ts'

/** A message with more culprits is read by nobody. */
const MOST_CULPRITS = 3

/** What survives of fewer iterations is in flight, or was kept once. */
const FEWEST_SURVIVORS = 0.05

/** The functions that allocated what is still alive, those with the most bytes first: no more is known without a snapshot. */
export function culpritsOfStacks(
  { profile, iterations }: RecordedRun,
  sources: SourcePositions,
): readonly Culprit[] {
  return survivingStacks(profile)
    .filter(({ frames, objects }) => {
      return frames.some(({ url }) => isUsers(url)) && objects >= FEWEST_SURVIVORS * iterations
    })
    .slice(0, MOST_CULPRITS)
    .map((stack) => culpritOf(stack, iterations, sources))
}

function culpritOf(
  { frames, objects, bytes }: AllocationStack,
  iterations: number,
  sources: SourcePositions,
): Culprit {
  const frame = userFrame(frames)
  const site =
    frame && ({ ...sources.positionOf(frame, frame.functionName), isFunctionStart: true } as const)
  const told = { type: 'object', path: [], ...(site && { site }) }
  const perIteration = { objects: objects / iterations, bytes: bytes / iterations }
  return { ...told, perIteration, fingerprint: fingerprint(told) }
}
