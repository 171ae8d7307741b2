import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { type CommandIo, type CommandOptions, parseCommandLine } from '@plateau/go/kit'
import { lastSegment, readRun } from '../file/read-run.ts'
import { mergeRuns } from '../run/merge-runs.ts'
import { viewOfRun } from '../run/view-of-run.ts'
import { exitCodeOfRecords, REPORT_FILES, writeReports } from './report-command.ts'
import { HELP } from './soak-options.ts'

export const MERGE_OPTIONS: CommandOptions = { ...REPORT_FILES, ...HELP }

/** `plateau merge shard-*.ndjson`: every process for itself, and the worst verdict. */
export async function mergeCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau merge', MERGE_OPTIONS)
  if (line.positionals.length === 0) {
    throw new MisuseError(
      'plateau merge needs the runs of the shards, received none: plateau merge shard-*/run.ndjson.',
    )
  }
  const runs = line.positionals.map((path) => readRun(resolve(io.cwd, path)))
  const records = mergeRuns(runs.map((run) => ({ path: run.path, records: lastSegment(run) })))
  const dropped = runs.reduce((sum, { droppedLines }) => sum + droppedLines, 0)
  await writeReports(line, viewOfRun(records, dropped), { records, io, note: '' })
  return exitCodeOfRecords(records)
}
