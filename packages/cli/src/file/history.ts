import { appendFileSync, readFileSync } from 'node:fs'
import type { ProbeName } from '@plateau/core'
import { MisuseError } from '@plateau/core'
import { type SettledNight, settledLevel, settledNight } from '@plateau/core/soak'
import { endOf, outcomeOf, type RunOutcome } from '../run/outcome-of.ts'
import { processRunsOf } from '../run/process-run.ts'
import type { RunRecord } from '../run/run-record.ts'
import { startOf } from './read-run.ts'

/** One run in the history of many nights. */
export interface HistoryLine {
  readonly schema: 1
  readonly runId: string
  readonly name: string
  /** ISO 8601. */
  readonly at: string
  readonly commit?: string
  readonly node: string
  readonly outcome: RunOutcome
  readonly processes: readonly {
    readonly process: string
    readonly probes: { readonly [Probe in ProbeName]?: NightOfProbe }
    /** Those whose growth was proved. */
    readonly grown?: readonly ProbeName[]
  }[]
}

export interface NightOfProbe {
  readonly perIteration: number
  /** The settled level: the floor of the last quarter of the run. */
  readonly level: number
  /** Of all checkpoints after the warm-up; runs of before have none. */
  readonly settled?: SettledNight
}

/** The line that a run leaves in the history. */
export function historyLine(records: readonly RunRecord[]): HistoryLine {
  const { runId, name, startedAt, commit, versions } = startOf(records)
  const verdicts = endOf(records)?.verdicts ?? []
  return {
    schema: 1,
    runId,
    name,
    at: startedAt,
    ...(commit !== undefined && { commit }),
    node: versions.node,
    outcome: outcomeOf(records),
    processes: processRunsOf(records).map(({ process, run }) => ({
      process: process.process,
      grown: verdicts.flatMap((one) =>
        one.process === process.process && one.verdict.kind === 'growth'
          ? one.verdict.growth.map(({ probe }) => probe)
          : [],
      ),
      probes: Object.fromEntries(
        run.series.flatMap(({ probe, iterations, readings }) => {
          const level = settledLevel(run, probe)
          const settled = settledNight(run, probe)
          const perIteration = rateBetween(iterations, readings, run.warmUpIterations)
          return level === undefined || settled === undefined
            ? []
            : [[probe, { perIteration, level, settled }]]
        }),
      ),
    })),
  }
}

/** Of the first and the last judged reading: for a look, not for a verdict. */
function rateBetween(
  iterations: readonly number[],
  readings: readonly (number | undefined)[],
  warmUp: number,
): number {
  const judged = iterations.flatMap((at, index) => {
    const reading = readings[index]
    return at >= warmUp && reading !== undefined ? [{ at, reading }] : []
  })
  const [first, last] = [judged[0], judged.at(-1)]
  if (first === undefined || last === undefined || last.at === first.at) return 0
  return (last.reading - first.reading) / (last.at - first.at)
}

/** Adds a run. Throws the system's error. */
export function appendHistory(file: string, line: HistoryLine): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
}

/** Every whole line of a history; undefined where the file holds something else. */
export function readHistory(file: string): readonly HistoryLine[] | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new MisuseError(`'${file}' cannot be read: ${(error as Error).message}.`)
  }
  const lines = text.split('\n').flatMap((line) => {
    try {
      const parsed = JSON.parse(line) as Partial<HistoryLine> | null
      return parsed?.schema === 1 && Array.isArray(parsed.processes) && parsed.outcome !== undefined
        ? [parsed as HistoryLine]
        : []
    } catch {
      return []
    }
  })
  return lines.length > 0 ? lines : undefined
}
