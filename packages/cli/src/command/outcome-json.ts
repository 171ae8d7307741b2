import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Culprit, ProbeName, Verdict } from '@plateau/core'
import type { CommandIo } from '@plateau/go/kit'
import { startOf } from '../file/read-run.ts'
import { endOf, outcomeOf, type RunOutcome } from '../run/outcome-of.ts'
import type { ProcessVerdict, RunRecord } from '../run/run-record.ts'

/** What a script or an assistant reads of a run: a row for each process, and the verdicts whole. */
export interface OutcomeJson {
  readonly schema: 1
  readonly runId: string
  readonly name: string
  readonly outcome: RunOutcome
  readonly message?: string
  readonly folder?: string
  readonly rows: readonly OutcomeRow[]
  readonly verdicts: readonly ProcessVerdict[]
}

interface OutcomeRow {
  readonly id: string
  readonly variant: string
  readonly runner: 'soak'
  readonly node: string
  readonly kind: Verdict['kind']
  readonly probe?: ProbeName
  readonly perIteration?: number
  readonly container?: string
  readonly site?: string
  readonly iterations: number
  readonly ms: number
}

export function outcomeJson(
  records: readonly RunRecord[],
  { folder }: { readonly folder?: string } = {},
): OutcomeJson {
  const { runId, name, versions } = startOf(records)
  const end = endOf(records)
  const verdicts = end?.verdicts ?? []
  return {
    schema: 1,
    runId,
    name,
    outcome: outcomeOf(records),
    ...(end?.message !== undefined && { message: end.message }),
    ...(folder !== undefined && { folder }),
    rows: verdicts.map(({ process, verdict }) => ({
      id: name,
      variant: process,
      runner: 'soak',
      node: versions.node,
      kind: verdict.kind,
      ...grown(verdict),
      iterations: verdict.iterations,
      ms: Math.round(verdict.elapsedMs),
    })),
    verdicts,
  }
}

function grown(verdict: Verdict): Partial<OutcomeRow> {
  if (verdict.kind !== 'growth') return {}
  const [growth] = verdict.growth
  const [culprit] = verdict.culprits
  const container = culprit && containerOf(culprit)
  const site = culprit?.site && `${culprit.site.file}:${culprit.site.line}`
  return {
    ...(growth && { probe: growth.probe, perIteration: growth.perIteration }),
    ...(container !== undefined && { container }),
    ...(site && { site }),
  }
}

function containerOf({ path }: Culprit): string | undefined {
  return path.at(-2)?.name ?? path.at(-1)?.name
}

/** To a file, or to stdout where that is `-`. Throws the system's error. */
export function writeJson(file: string, content: unknown, { stdout, cwd }: CommandIo): void {
  const text = `${JSON.stringify(content, null, 2)}\n`
  if (file === '-') stdout.write(text)
  else writeFileSync(resolve(cwd, file), text)
}
