import type { Growth } from '../plateau/verdict.ts'
import { batchesOf, judgedIterations, riseInLedger } from './batches.ts'
import { type GainsToLook, gainsToLook, standingRate } from './gains.ts'
import { type History, readingAt, recordingOf } from './history.ts'
import { FEWEST_KEPT, sum } from './proportion.ts'
import type { Terms } from './terms.ts'

export interface CountsFound {
  readonly growth: readonly Growth[]
  /** Handles or descriptors per iteration that a leak keeps which would have shown. */
  readonly smallest: number
  readonly iterations: number
}

/** A count that rose by so much more would have shown: twice, so that it was none of the runner's. */
const SHOWN = 2

/** Handles, descriptors and threads after each batch, and once more at the look. */
export function judgeCounts(history: History, terms: Terms): CountsFound {
  const { phase } = recordingOf(history)
  const [first = -1] = batchesOf(history, phase)
  const growth: Growth[] = []
  let smallest = 0
  for (const [probe, { name, unit, isCollected, stray = 1 }] of history.probes.entries()) {
    if (unit !== 'count') continue
    const isRead = !Number.isNaN(readingAt(history, first, probe))
    if (isCollected && !isRead) {
      growth.push(...collectedGrowth(history, probe, terms))
      continue
    }
    const found = gainsToLook(history, probe)
    const tolerated = terms.tolerate[name] ?? 0
    const rate = found.rise > stray ? standingRate(found) : undefined
    if (rate !== undefined && rate.perIteration > tolerated) growth.push({ probe: name, ...rate })
    else {
      const allowed = { stray, tolerated }
      const level = levelIterations(history, probe, allowed)
      smallest = Math.max(smallest, Math.min(SHOWN / level, smallestCount(found, allowed)))
    }
  }
  return { growth, smallest, iterations: judgedIterations(history, phase) }
}

type AllowedRise = Readonly<Record<'stray' | 'tolerated', number>>

/** Iterations up to the latest look over which a count stood level, that of the batch which is thrown away among them. */
function levelIterations(
  history: History,
  probe: number,
  { stray, tolerated }: AllowedRise,
): number {
  const { amount, iterations } = riseInLedger(history, probe)
  return amount <= stray + tolerated * iterations ? iterations : 0
}

/** Over the iterations in which it was read to rise, and no earlier ones; over the young half alone where that is level. */
function smallestCount(
  { gains, iterations, rise }: GainsToLook,
  { stray, tolerated }: AllowedRise,
): number {
  const all = sum(iterations)
  const risen = rise - tolerated * all
  if (risen <= stray) return SHOWN / all
  const half = Math.floor(gains.length / 2)
  const young = sum(iterations.slice(half))
  const isLevel = sum(gains.slice(half)) <= stray + tolerated * young
  return isLevel ? SHOWN / young : (risen + SHOWN) / all
}

/** What only a collection ends, such as contexts, is read after those of the looks: so much of it per iteration is kept. */
const LEAST_COLLECTED_PER_ITERATION = 0.5

function collectedGrowth(history: History, probe: number, terms: Terms): readonly Growth[] {
  const name = history.probes[probe]?.name
  if (name === undefined) return []
  const { amount: rise, iterations } = riseInLedger(history, probe)
  const perIteration = rise / Math.max(1, iterations)
  const least = Math.max(LEAST_COLLECTED_PER_ITERATION, terms.tolerate[name] ?? 0)
  // Fewer may be a window or a realm of the runtime's own.
  if (rise < FEWEST_KEPT || perIteration < least) return []
  return [{ probe: name, perIteration, interval: [perIteration, perIteration] }]
}
