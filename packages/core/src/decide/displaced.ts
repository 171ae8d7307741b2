import { goOnDisplacing } from './displacement.ts'
import { type History, placesOf } from './history.ts'
import { convict, judgeLook } from './ledger.ts'
import type { Step } from './step.ts'
import type { Terms } from './terms.ts'

/**
 * What is kept may fill a cache, and time ended the births before they could tell. With nothing recorded, as many iterations
 * as prove growth fill it at their own pace; over as many again the heap rises by what a leak keeps, and stays level else.
 */
export function displaced(history: History, terms: Terms): Step | undefined {
  if (placesOf(history, 'run', 'displaced').length === 0) return undefined
  const step = goOnDisplacing(history, terms)
  if (step !== undefined) return step
  const found = judgeLook(history, terms)
  return found.growth.length > 0 ? convict(history, terms, found) : undefined
}
