import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { type CommandIo, type CommandOptions, EXIT, parseCommandLine } from '@plateau/go/kit'
import { compareNights, type NightsRow } from '../compare/compare-nights.ts'
import { compareRuns, type RunsRow } from '../compare/compare-runs.ts'
import { type HistoryLine, historyLine, readHistory } from '../file/history.ts'
import { lastSegment, readRun } from '../file/read-run.ts'
import { writeJson } from './outcome-json.ts'
import { HELP } from './soak-options.ts'

export const COMPARE_OPTIONS: CommandOptions = {
  since: {
    value: 'DAY|COMMIT',
    help: 'only the nights from then on: what rose in that one was meant',
  },
  json: { value: 'FILE', help: 'the rows; - prints them alone', bare: '-' },
  ...HELP,
}

/** `plateau compare BEFORE AFTER`, or `plateau compare plateau-history.ndjson`. Resolves to the exit code. */
export async function compareCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau compare', COMPARE_OPTIONS)
  const nights = line.positionals.flatMap((path) => nightsIn(resolve(io.cwd, path)))
  const [before, after] = nights
  if (line.positionals.length === 0 || before === undefined) {
    throw new MisuseError(
      'plateau compare needs a history, or two runs: plateau compare plateau-history.ndjson, plateau compare before/run.ndjson after/run.ndjson.',
    )
  }
  const isPair = line.positionals.length === 2 && nights.length === 2
  const since = line.one('since')
  const rows =
    isPair && after && since === undefined
      ? compareRuns(before, after)
      : compareNights(since === undefined ? nights : nightsFrom(since, nights))
  const json = line.one('json')
  if (json !== undefined) writeJson(json, { schema: 1, rows }, io)
  if (json !== '-') io.stdout.write(`${rows.map(({ text }) => text).join('\n')}\n`)
  return exitCodeOf(rows)
}

function exitCodeOf(rows: readonly (RunsRow | NightsRow)[]): number {
  if (rows.some(({ kind }) => kind === 'growth')) return EXIT.growth
  return rows.length === 0 || rows.some(({ kind }) => kind === 'unsettled')
    ? EXIT.unsettled
    : EXIT.plateau
}

/** Throws `MisuseError` where there is no such night. */
function nightsFrom(since: string, nights: readonly HistoryLine[]): readonly HistoryLine[] {
  const ordered = nights.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  const isDay = /^\d{4}-\d\d-\d\d$/.test(since)
  const from = ordered.findIndex(({ at, commit }) =>
    isDay ? at.slice(0, since.length) >= since : since !== '' && commit?.startsWith(since),
  )
  if (from !== -1) return ordered.slice(from)
  const [first, last] = [ordered[0], ordered.at(-1)]
  throw new MisuseError(
    `--since must be a day such as 2026-01-31 or the begin of a commit in the history, received '${since}': its nights reach from ${first?.at.slice(0, 10)} to ${last?.at.slice(0, 10)}.`,
  )
}

function nightsIn(path: string): readonly HistoryLine[] {
  const history = path.endsWith('.ndjson') ? readHistory(path) : undefined
  return history ?? [historyLine(lastSegment(readRun(path)))]
}
