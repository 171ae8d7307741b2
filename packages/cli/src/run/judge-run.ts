import type { Verdict } from '@plateau/core'
import { acceptKnown, forecastLimit, judgeSoak, unproved } from '@plateau/core/soak'
import { type ProcessRun, processRunsOf } from './process-run.ts'
import type { ExplanationRecord, ProcessVerdict, RunRecord, StartRecord } from './run-record.ts'

/** The verdict on each process of a run, from its records alone. */
export function judgeRun(records: readonly RunRecord[]): readonly ProcessVerdict[] {
  return processRunsOf(records).flatMap((one) => {
    if (hasPassed(one)) return []
    const { process } = one.process
    const explained = records.find(
      (record): record is ExplanationRecord =>
        record.type === 'explanation' && record.process === process,
    )
    const verdict = accepting(records, withExplanation(judgeSoak(one.run), explained))
    const limit = limitReachedMs(verdict, one)
    return [{ process, verdict, ...(limit && { limitReachedMs: limit }) }]
  })
}

/** What the ledger accepted on the day of the run: a report says later what the run would have said. */
function accepting(records: readonly RunRecord[], verdict: Verdict): Verdict {
  const start = records.find((record): record is StartRecord => record.type === 'start')
  if (verdict.kind !== 'growth' || start?.known === undefined) return verdict
  return acceptKnown(verdict, start.known, start.startedAt.slice(0, 10))
}

/** A thread that ended took with it what it held: too short a life to be judged is no doubt about the program. */
function hasPassed({ process, hasEnded, judged }: ProcessRun): boolean {
  return process.isThread === true && hasEnded && judged.length < FEWEST_SAMPLES
}

/** As of any process: fewer say nothing. */
const FEWEST_SAMPLES = 12

function withExplanation(verdict: Verdict, explained: ExplanationRecord | undefined): Verdict {
  if (verdict.kind !== 'growth' || explained === undefined) return verdict
  const { culprits, notes = [], kept = [], refuted } = explained.explanation
  if (refuted !== undefined) return unproved(verdict, refuted)
  return {
    ...verdict,
    culprits: [...culprits, ...verdict.culprits],
    notes: [...(verdict.notes ?? []), ...notes],
    kept: [...(verdict.kept ?? []), ...kept],
  }
}

/** Where bytes grow: of handles alone, nobody knows how many there may be. */
function limitReachedMs(
  verdict: Verdict,
  { process, run, judged, rss }: ProcessRun,
): ProcessVerdict['limitReachedMs'] | undefined {
  const [first, last] = [judged[0], judged.at(-1)]
  if (verdict.kind !== 'growth' || !first || !last) return undefined
  if (!verdict.growth.some(({ probe }) => isBytes(process.probes, probe))) return undefined
  const elapsedMs = last.elapsedMs - first.elapsedMs
  if (elapsedMs <= 0) return undefined
  const forecast = forecastLimit(run, {
    heapLimitBytes: process.heapLimitBytes,
    // Runs of before told one limit.
    memoryLimitBytes: process.memoryLimitBytes ?? process.limitBytes,
    rss,
    iterationsPerMs: (last.iterations - first.iterations) / elapsedMs,
  })
  if (forecast === undefined) return undefined
  const [earliest, latest] = forecast.interval
  // JSON has no infinity.
  return { ...forecast, interval: [earliest, Number.isFinite(latest) ? latest : null] }
}

function isBytes(probes: ProcessRun['process']['probes'], probe: string): boolean {
  return probes.some(({ name, unit }) => name === probe && unit === 'bytes')
}
