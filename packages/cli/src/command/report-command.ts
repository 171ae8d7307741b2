import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import {
  type CommandIo,
  type CommandLine,
  type CommandOptions,
  EXIT,
  parseCommandLine,
} from '@plateau/go/kit'
import { lastSegment, readRun } from '../file/read-run.ts'
import { type ReportKind, writeReport } from '../file/write-reports.ts'
import type { RunView } from '../report/run-view.ts'
import { textSummary } from '../report/text-summary.ts'
import { endOf } from '../run/outcome-of.ts'
import type { RunRecord } from '../run/run-record.ts'
import { viewOfRun } from '../run/view-of-run.ts'
import { exitCodeOfEnd } from './exit-code.ts'
import { outcomeJson, writeJson } from './outcome-json.ts'
import { HELP } from './soak-options.ts'

/** Where reports of a run or of several are written to. */
export const REPORT_FILES: CommandOptions = {
  html: { value: 'FILE', help: 'a page with plots, in one file' },
  junit: { value: 'FILE', help: 'a test case for each process' },
  markdown: { value: 'FILE', help: 'a summary for a job or a comment' },
  openmetrics: { value: 'FILE', help: 'for Prometheus, and GitLab’s metrics report' },
  json: { value: 'FILE', help: 'the outcome; - prints it alone', bare: '-' },
}

export const REPORT_OPTIONS: CommandOptions = { ...REPORT_FILES, ...HELP }

/** `plateau report RUN --html FILE`. Resolves to the exit code that the run had. */
export async function reportCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau report', REPORT_OPTIONS)
  const [path, extra] = line.positionals
  if (path === undefined || extra !== undefined) {
    throw new MisuseError(
      `plateau report needs one run, a folder or its run.ndjson, received ${extra === undefined ? 'none' : `'${extra}' in addition`}.`,
    )
  }
  const run = readRun(resolve(io.cwd, path))
  const records = lastSegment(run)
  const view = viewOfRun(records, run.droppedLines)
  const earlier = run.segments.length - 1
  const note =
    earlier === 0
      ? ''
      : `\nThe file holds ${earlier} earlier segment${earlier === 1 ? '' : 's'} of this run: the process was another one, so ${earlier === 1 ? 'it is' : 'they are'} not joined.\n`
  await writeReports(line, view, { records, io, note })
  return exitCodeOfRecords(records)
}

/** A file without an end is that of a run that was cut off: no statement, and never a pass. */
export function exitCodeOfRecords(records: readonly RunRecord[]): number {
  const end = endOf(records)
  return end === undefined ? EXIT.unsettled : exitCodeOfEnd(end, undefined)
}

/** Writes what the options ask for, and tells the run on stdout. */
export async function writeReports(
  line: CommandLine,
  view: RunView,
  {
    records,
    io,
    note,
  }: { readonly records: readonly RunRecord[]; readonly io: CommandIo; readonly note: string },
): Promise<void> {
  for (const kind of ['html', 'junit', 'markdown', 'openmetrics'] as const satisfies ReportKind[]) {
    const file = line.one(kind)
    if (file !== undefined) await writeReport(view, kind, refuseRunFile(resolve(io.cwd, file)))
  }
  const json = line.one('json')
  if (json !== undefined) {
    writeJson(json === '-' ? json : refuseRunFile(json), outcomeJson(records), io)
  }
  if (json !== '-') io.stdout.write(`${textSummary(view)}${note}`)
}

/** `report --json run.ndjson` would write over the run. */
function refuseRunFile(file: string): string {
  if (!file.endsWith('.ndjson')) return file
  throw new MisuseError(
    `A report is not written over '${file}', which may be a run. Name another file.`,
  )
}
