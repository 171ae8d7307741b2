import type { Wait } from '../engine/port.ts'
import type { Culprit, GrowthVerdict } from '../plateau/verdict.ts'
import type { ExplainTask } from './explain-task.ts'
import { descriptorCulprit } from './objectless-culprits.ts'
import { findOpenings } from './opened-descriptors.ts'
import { orElse } from './or-else.ts'

/** The call that opened most of the descriptors that grew; empty where none grew, or handles account for them. */
export function* openedCulprits({
  rerun,
  plan,
  verdict,
  prepared: { sources },
}: ExplainTask): Generator<Wait, readonly Culprit[], unknown> {
  if (!needsOpenings(verdict)) return []
  const openings = yield* orElse(findOpenings(plan.lineIterations, rerun.run), [])
  return openings.slice(0, 1).map((one) => descriptorCulprit(one, plan.lineIterations, sources))
}

/** A stream is named by its own culprit; where Node allocates it, by the call that opened its descriptor. */
export function withOpenings(
  culprits: readonly Culprit[],
  opened: readonly Culprit[],
): readonly Culprit[] {
  const site = opened[0]?.site
  if (site === undefined || !culprits.some(ownsDescriptor)) return [...opened, ...culprits]
  return culprits.map((culprit) => (ownsDescriptor(culprit) ? { site, ...culprit } : culprit))
}

function ownsDescriptor({ type }: Culprit): boolean {
  return /Stream$|^FileHandle$|^Dir$/.test(type)
}

/** Descriptors that no handle accounts for: plain files, whose openers no heap knows. */
function needsOpenings({ growth }: GrowthVerdict): boolean {
  const rateOf = (name: string) => growth.find(({ probe }) => probe === name)?.perIteration ?? 0
  return rateOf('fds') > rateOf('handles') && rateOf('fds') > 0
}
