import { looksLevelSoFar } from '@plateau/core/soak'
import { processRunsOf } from './process-run.ts'
import type { Soak } from './soak.ts'

/**
 * Whether every process that runs has been level since the warm-up. One that came later, and a thread, has a warm-up of
 * its own, and what is left of the run must show enough of it.
 */
export function isLevelSoFar({ plan, log, met }: Soak): boolean {
  const { iterations = 0 } = plan
  if (met.size > 0) return false
  return processRunsOf(log.records)
    .filter(({ hasEnded }) => !hasEnded)
    .every(({ process, run }) => process.iterations === 0 && looksLevelSoFar(run, iterations))
}
