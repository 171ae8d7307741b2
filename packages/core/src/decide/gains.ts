import { differences } from '../plateau/differences.ts'
import type { Rate } from '../plateau/rate.ts'
import { batchesOf } from './batches.ts'
import { type History, readingAt, recordingOf } from './history.ts'
import { iterationsOf } from './pace.ts'
import { sum } from './proportion.ts'
import { evenRate, type Gains } from './trend.ts'

/** What a probe gained, batch by batch, and by how much it had risen at the latest look. */
export interface GainsToLook extends Gains {
  readonly rise: number
}

/** Of a probe that was read after each batch. The first batch is the base. */
export function gainsToLook(history: History, probe: number): GainsToLook {
  const { phase, look = -1 } = recordingOf(history)
  const batches = batchesOf(history, phase)
  const read = batches.map((at) => readingAt(history, at, probe))
  return {
    gains: differences(read),
    iterations: batches.slice(1).map((at) => iterationsOf(history, at)),
    rise: readingAt(history, look, probe) - (read[0] ?? 0),
  }
}

/** What stands at the look, once what ends late had time to, of what the batches left. */
export const STILL_THERE = 0.75

/** The rate of gains that are as even as the iterations and still stand at the look. */
export function standingRate(found: GainsToLook): Rate | undefined {
  return found.rise >= STILL_THERE * sum(found.gains) ? evenRate(found) : undefined
}
