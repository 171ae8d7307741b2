import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { DEFAULT_TERMS, knownIn, type LoopRow, readRows, SELF_TEST } from '@plateau/core/loop'
import { type CommandIo, type CommandOptions, EXIT } from '@plateau/go/kit'
import { staleEntries, updateLedger } from '../loop/ledger.ts'
import { startLiveLine } from '../loop/live-line.ts'
import { loopGo } from '../loop/loop-go.ts'
import { loopJunit } from '../loop/loop-junit.ts'
import { exitCodeOf, readReport, worstFirst } from '../loop/loop-rows.ts'
import { loopTable } from '../loop/loop-table.ts'
import { type Runner, runSuite } from '../loop/run-suite.ts'
import { budgetMs, type LoopLine, splitArgs } from '../loop/split-args.ts'
import { writeJson } from './outcome-json.ts'
import { HELP } from './soak-options.ts'

export const LOOP_OPTIONS: CommandOptions = {
  json: { value: 'FILE', help: 'a row a test; - prints them alone', bare: '-' },
  junit: { value: 'FILE', help: 'JUnit XML' },
  budget: { value: 'TIME', help: 'no test is begun to be looped after it, such as 10m' },
  limit: { value: 'TIME', help: 'at most so long for one test, such as 5s (the default)' },
  filter: { value: 'PATTERN', help: 'only tests whose names match, by the runner' },
  shard: { value: 'I/N', help: 'a part of the suite, by the runner' },
  since: { value: 'REF', help: 'only tests of what changed since this git ref, by the runner' },
  update: { help: 'lower what the ledger accepts to what was found; it is never raised' },
  ...HELP,
}

/** `plateau loop vitest|jest|go [args]`, or `plateau loop merge FILE…`. Resolves to the exit code. */
export async function loopCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const line = splitArgs(rest, LOOP_OPTIONS)
  switch (what) {
    case 'vitest':
    case 'jest':
      return tell(await loopRunner(what, line, io), line, io)
    case 'go':
      return tell(await loopGo(line, io), line, io)
    case 'merge':
      return tell(mergedRows(line, io), line, io)
    default:
      throw new MisuseError(
        `plateau loop takes vitest, jest, go or merge first, received ${what === undefined ? 'nothing' : `'${what}'`}: plateau loop vitest, plateau loop go ./....`,
      )
  }
}

async function loopRunner(
  runner: Runner,
  { own, rest }: LoopLine,
  io: CommandIo,
): Promise<readonly LoopRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-loop-'))
  const rows = join(folder, 'rows.ndjson')
  const [budget, limit] = [budgetMs(own.one('budget')), budgetMs(own.one('limit'))]
  const longestMs = limit ?? DEFAULT_TERMS.longestMs
  const terms = {
    firstMs: Math.min(DEFAULT_TERMS.firstMs, longestMs),
    longestMs,
    known: knownIn(io.cwd),
    ...(budget !== undefined && { untilMs: Date.now() + budget }),
  }
  const live = startLiveLine(rows, longestMs, io)
  try {
    const environment = { rows, cwd: io.cwd, terms }
    await runSuite(runner, [...runnersOptions(runner, own), ...rest], { io, environment })
    return readRows(rows)
  } finally {
    live.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What both runners can do by themselves is asked of them. */
function runnersOptions(runner: Runner, own: LoopLine['own']): readonly string[] {
  const [filter, shard, since] = [own.one('filter'), own.one('shard'), own.one('since')]
  return [
    ...(filter === undefined ? [] : ['-t', filter]),
    ...(shard === undefined ? [] : [`--shard=${shard}`]),
    ...(since === undefined
      ? []
      : [`--${runner === 'vitest' ? 'changed' : 'changedSince'}=${since}`]),
  ]
}

function mergedRows({ rest }: LoopLine, { cwd }: CommandIo): readonly LoopRow[] {
  if (rest.length === 0) {
    throw new MisuseError(
      'plateau loop merge needs the files that --json wrote: plateau loop merge shard-*.json.',
    )
  }
  return rest.flatMap((file) => readReport(resolve(cwd, file)))
}

function tell(all: readonly LoopRow[], { own, rest }: LoopLine, io: CommandIo): number {
  const rows = all.filter(({ id }) => id !== SELF_TEST)
  const blind = all.filter(({ id, kind }) => id === SELF_TEST && kind !== 'plateau')
  const [seeing] = all.filter(({ id }) => id === SELF_TEST)
  const told = blind[0] ?? seeing
  if (told) io.stderr.write(`Self-test in this environment: ${told.reason}.\n`)
  const json = own.one('json')
  const junit = own.one('junit')
  if (json !== undefined) writeJson(json, { schema: 1, rows: worstFirst(rows) }, io)
  if (junit !== undefined) writeFileSync(resolve(io.cwd, junit), loopJunit(rows))
  if (rows.length === 0) {
    io.stderr.write(
      'No test was looped: the suite has none that match, or failed before its first test.\n',
    )
    return EXIT.targetFailed
  }
  if (json !== '-') io.stdout.write(`${loopTable(rows)}\n`)
  if (own.has('update')) io.stderr.write(updateLedger(rows, io.cwd))
  const isWhole = PARTS.every((part) => !own.has(part)) && rest.length === 0
  const stale = isWhole && !own.has('update') ? staleEntries(knownIn(io.cwd), rows) : []
  for (const told of stale) io.stderr.write(`${told}\n`)
  if (blind.length > 0) return EXIT.harnessFailed
  return stale.length > 0 ? EXIT.growth : exitCodeOf(rows)
}

/** Only a whole suite can tell that a known leak is not there any more. */
const PARTS: readonly string[] = ['filter', 'shard', 'since', 'budget']
