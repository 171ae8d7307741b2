import { looksLikeGrowthEarly } from '@plateau/core/soak'
import { processRunsOf } from './process-run.ts'
import { addEvent, type Soak } from './soak.ts'

/** Whether the run shall end before its time: only where that was asked for, and only ever for growth. */
export function isGrowingEarly(soak: Soak): boolean {
  const { plan, log, status } = soak
  if (!plan.isFailingFast) return false
  const grown = status.verdicts.find(({ verdict }) => verdict.kind === 'growth')
  const run = processRunsOf(log.records).find(({ process }) => process.process === grown?.process)
  if (run === undefined || !looksLikeGrowthEarly(run.run, run.process.limitBytes)) return false
  addEvent(soak, {
    kind: 'load',
    message: `Stopped early, for ${run.process.process} grows: failFast was asked for.`,
  })
  return true
}
