import { DISPLACING_RUNS, runDisplacing } from './displacement.ts'
import { type History, isLatest, placesOf } from './history.ts'
import { convict, judgeLook } from './ledger.ts'
import type { Step } from './step.ts'
import type { Terms } from './terms.ts'

/**
 * What is kept may fill a cache, and time ended the births before they could tell. With nothing recorded, as many iterations
 * as prove growth fill it at their own pace; over as many again the heap rises by what a leak keeps, and stays level else.
 */
export function displaced(history: History, terms: Terms): Step | undefined {
  const runs = placesOf(history, 'run', 'displaced').length
  if (runs === 0) return undefined
  if (isLatest(history, 'run', 'displaced'))
    return { do: 'sample', phase: 'displaced', collection: 'full', turns: true }
  if (runs < DISPLACING_RUNS) return runDisplacing(history, terms)
  const found = judgeLook(history, terms)
  return found.growth.length > 0 ? convict(history, terms, found) : undefined
}
