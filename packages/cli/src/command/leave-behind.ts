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
}

/** Tells the outcome of a run wherever it is looked for. Resolves to sentences about what failed. */
export async function leaveBehind(left: LeftBehind): Promise<readonly string[]> {
  const { records, folder, io, json, history } = left
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
  tell.write(`${textSummary(view)}\nThe reports are in ${shortest(folder, io.cwd)}\n`)
  if (io.env['GITHUB_ACTIONS'] === 'true') {
    for (const annotation of githubAnnotations(view)) tell.write(`${annotation}\n`)
  }
  return problems
}

function shortest(folder: string, cwd: string): string {
  const path = relative(cwd, resolve(folder))
  return path.startsWith('..') ? folder : path
}
