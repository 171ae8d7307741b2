import { allowance } from '../plateau/allowance.ts'
import type { History, HistoryProbe } from './history.ts'
import type { Terms } from './terms.ts'

/** Growth per iteration that is none of the scenario's: what the user tolerates, and what is the target's own. */
export function acceptedRate({ name, floorPerIteration = 0 }: HistoryProbe, terms: Terms): number {
  return (terms.tolerate[name] ?? 0) + floorPerIteration
}

/** How far a probe may rise over so many iterations and still be level. */
export function levelRise(probe: HistoryProbe, terms: Terms, iterations: number): number {
  const { unit, stray = unit === 'count' ? 1 : 0 } = probe
  return allowance(unit, iterations, acceptedRate(probe, terms)) + stray
}

/** The probe of that number; there is always one. */
export function probeAt({ probes }: History, at: number): HistoryProbe {
  return probes[at] as HistoryProbe
}
