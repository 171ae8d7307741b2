import type { Growth } from '../plateau/verdict.ts'
import { gainsToLook, standingRate } from './gains.ts'
import type { History } from './history.ts'
import { acceptedRate, levelRise } from './level.ts'
import { sum } from './proportion.ts'
import type { Terms } from './terms.ts'

/** Bytes outside the heap that rise as evenly as the iterations, where they were read after each batch, as of a target. */
export function growthByBatch(history: History, terms: Terms): readonly Growth[] {
  return history.probes.flatMap((spec, probe) => {
    if (spec.unit !== 'bytes' || spec.name === 'heap' || spec.isNoisy) return []
    const found = gainsToLook(history, probe)
    const rate = standingRate(found)
    if (rate === undefined) return []
    const isLevel = sum(found.gains) <= levelRise(spec, terms, sum(found.iterations))
    return isLevel || rate.perIteration <= acceptedRate(spec, terms)
      ? []
      : [{ probe: spec.name, ...rate }]
  })
}
