import type { Growth } from '../plateau/verdict.ts'
import { judgedIterations } from './batches.ts'
import type { History } from './history.ts'
import { sum } from './proportion.ts'
import { OVERWHELMING_BYTES } from './terms.ts'

/** Whether what grew as a leak does is so much that no window keeps it: it convicts even where no time was left for a pause. */
export function isOverwhelming(history: History, growth: readonly Growth[]): boolean {
  const rates = growth.map(({ probe, perIteration }) => {
    const unit = history.probes.find(({ name }) => name === probe)?.unit
    return unit === 'bytes' ? perIteration : 0
  })
  return sum(rates) * judgedIterations(history) >= OVERWHELMING_BYTES
}
