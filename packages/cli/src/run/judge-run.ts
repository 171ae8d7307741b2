import type { Verdict } from '@plateau/core'
import { judgeSoak, limitReached } from '@plateau/core/soak'
import { type ProcessRun, processRunsOf } from './process-run.ts'
import type { ExplanationRecord, ProcessVerdict, RunRecord } from './run-record.ts'

/** The verdict on each process of a run, from its records alone. */
export function judgeRun(records: readonly RunRecord[]): readonly ProcessVerdict[] {
  return processRunsOf(records).map((one) => {
    const { process } = one.process
    const explained = records.find(
      (record): record is ExplanationRecord =>
        record.type === 'explanation' && record.process === process,
    )
    const verdict = withExplanation(judgeSoak(one.run), explained)
    const limit = limitReachedMs(verdict, one)
    return { process, verdict, ...(limit && { limitReachedMs: limit }) }
  })
}

function withExplanation(verdict: Verdict, explained: ExplanationRecord | undefined): Verdict {
  if (verdict.kind !== 'growth' || explained === undefined) return verdict
  const { culprits, notes = [], kept = [] } = explained.explanation
  return {
    ...verdict,
    culprits: [...culprits, ...verdict.culprits],
    notes: [...(verdict.notes ?? []), ...notes],
    kept: [...(verdict.kept ?? []), ...kept],
  }
}

function limitReachedMs(
  verdict: Verdict,
  { process, judged }: ProcessRun,
): ProcessVerdict['limitReachedMs'] | undefined {
  const [first, last] = [judged[0], judged.at(-1)]
  const { limitBytes } = process
  if (verdict.kind !== 'growth' || limitBytes === undefined || !first || !last) return undefined
  const growth = verdict.growth.find(({ probe }) => isBytes(process.probes, probe))
  const current = growth && last.readings[growth.probe]
  if (growth === undefined || current === undefined) return undefined
  const elapsedMs = last.elapsedMs - first.elapsedMs
  if (elapsedMs <= 0) return undefined
  const iterationsPerMs = (last.iterations - first.iterations) / elapsedMs
  return limitReached(growth, { current, limitBytes, iterationsPerMs })
}

function isBytes(probes: ProcessRun['process']['probes'], probe: string): boolean {
  return probes.some(({ name, unit }) => name === probe && unit === 'bytes')
}
