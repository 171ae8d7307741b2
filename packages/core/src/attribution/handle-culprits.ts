import type { Culprit } from '../plateau/verdict.ts'
import type { StoreFindings } from './expressed-culprits.ts'
import { fingerprint } from './fingerprint.ts'
import { likeliestPlaces } from './stack-places.ts'

/** Handles of one type that a run left open. */
export interface GrownHandle {
  readonly type: string
  readonly gained: number
}

/** A request that is in flight is of one iteration, and what an earlier one left is still there. */
const MOST_OF_THEM = 0.5

/** Types of which each iteration leaves one open, and of which all that the check has left are there. */
export function grownHandles(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
  { iterations, completed }: { readonly iterations: number; readonly completed: number },
): readonly GrownHandle[] {
  return [...now].flatMap(([type, count]) => {
    const gained = count - (before.get(type) ?? 0)
    const isEach = gained >= Math.max(2, MOST_OF_THEM * iterations)
    return isEach && count >= (MOST_OF_THEM * gained * completed) / iterations
      ? [{ type, gained }]
      : []
  })
}

/** What the event loop itself holds. */
export function handleCulprit({ type, gained }: GrownHandle, findings: StoreFindings): Culprit {
  const path = [{ name: 'open handle', type }]
  const { site, calledFrom } = likeliestPlaces(findings, { type })
  return {
    type,
    path,
    ...(site && { site }),
    ...(calledFrom && { calledFrom }),
    perIteration: {
      objects: gained / findings.iterations,
      bytes: findings.bytesPerIteration,
    },
    fingerprint: fingerprint({ type, path, ...(site && { site }) }),
  }
}
