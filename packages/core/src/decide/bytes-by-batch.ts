import type { Growth } from '../plateau/verdict.ts'
import { batchesOf } from './batches.ts'
import { type History, iterationsOf, placesOf, readingAt } from './history.ts'
import { STILL_OPEN } from './judge-look.ts'
import { acceptedRate, levelRise } from './level.ts'
import { sum } from './proportion.ts'
import type { Terms } from './terms.ts'
import { evenRate } from './trend.ts'

/** Bytes outside the heap that rise as evenly as the iterations, where they were read after each batch, as of a target. */
export function growthByBatch(history: History, terms: Terms): readonly Growth[] {
  const batches = batchesOf(history)
  const iterations = batches.slice(1).map((at) => iterationsOf(history, at))
  const look = placesOf(history, 'look').at(-1) ?? -1
  return history.probes.flatMap((spec, probe) => {
    if (spec.unit !== 'bytes' || spec.name === 'heap' || spec.isNoisy) return []
    const read = batches.map((at) => readingAt(history, at, probe))
    const gains = read.slice(1).map((bytes, at) => bytes - (read[at] ?? 0))
    const gained = sum(gains)
    const rate = evenRate({ gains, iterations })
    const stands = readingAt(history, look, probe) - (read[0] ?? 0) >= STILL_OPEN * gained
    if (rate === undefined || !stands) return []
    const isLevel = gained <= levelRise(spec, terms, sum(iterations))
    return isLevel || rate.perIteration <= acceptedRate(spec, terms)
      ? []
      : [{ probe: spec.name, ...rate }]
  })
}
