import { relative, resolve } from 'node:path'
import type { CommandIo } from '@plateau/go/kit'
import { appendHistory, historyLine } from '../file/history.ts'
import { appendJobSummary, writeAllReports } from '../file/write-reports.ts'
import { githubAnnotations } from '../report/github-annotations.ts'
import { textSummary } from '../report/text-summary.ts'
import type { RunRecord } from '../run/run-record.ts'
import { viewOfRun } from '../run/view-of-run.ts'
import { outcomeJson, writeJson } from './outcome-json.ts'

interface LeftBehind {
  readonly records: readonly RunRecord[]
  readonly folder: string
  readonly io: CommandIo
  readonly json?: string
  readonly history: string
  /** Why the run file is not whole, where it could not be written. */
  readonly failure?: string | undefined
}

/** Tells the outcome of a run wherever it is looked for. Resolves to sentences about what failed. */
export async function leaveBehind(left: LeftBehind): Promise<readonly string[]> {
  const { folder, io, json, history, failure } = left
  const records = failure === undefined ? left.records : withoutPass(left.records, failure)
  const view = viewOfRun(records)
  const problems = [...(await writeAllReports(view, folder))]
  function trying(what: string, act: () => void): void {
    try {
      act()
    } catch (error) {
      problems.push(`${what} could not be written: ${(error as Error).message}.`)
    }
  }
  trying(`'${history}'`, () => appendHistory(history, historyLine(records)))
  const summary = io.env['GITHUB_STEP_SUMMARY']
  if (summary) trying('The job summary', () => appendJobSummary(view, summary))
  if (json !== undefined) {
    trying(`'${json}'`, () => writeJson(json, outcomeJson(records, { folder }), io))
  }
  const tell = json === '-' ? io.stderr : io.stdout
  const told = problems.length === 0 ? view : viewOfRun(withoutPass(records, UNWRITTEN))
  tell.write(`${textSummary(told)}\nThe reports are in ${shortest(folder, io.cwd)}\n`)
  if (io.env['GITHUB_ACTIONS'] === 'true') {
    for (const annotation of githubAnnotations(view)) tell.write(`${annotation}\n`)
  }
  return problems
}

const UNWRITTEN = 'Its reports could not be written.'

/** What could not be written down is no pass, so nothing may say that it levelled off. Growth stays what it is. */
function withoutPass(records: readonly RunRecord[], message: string): readonly RunRecord[] {
  return records.map((record) => {
    if (record.type !== 'end' || record.reason !== 'done') return record
    const verdicts = record.verdicts.filter(({ verdict }) => verdict.kind === 'growth')
    return { ...record, reason: 'harness', message, verdicts }
  })
}

function shortest(folder: string, cwd: string): string {
  const path = relative(cwd, resolve(folder))
  return path.startsWith('..') ? folder : path
}
