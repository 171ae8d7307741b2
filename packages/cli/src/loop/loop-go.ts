import { spawnSync } from 'node:child_process'
import { checkLeak, MisuseError, type Verdict } from '@plateau/core'
import {
  adviceOfLoop,
  DEFAULT_TERMS,
  knownIn,
  type LoopRow,
  rowAccepting,
} from '@plateau/core/loop'
import { goTest, prepare } from '@plateau/go'
import type { CommandIo } from '@plateau/go/kit'
import { budgetMs, type LoopLine } from './split-args.ts'

interface GoTest {
  readonly pkg: string
  readonly name: string
}

/** Every `TestX` of the packages, each in a process of its own, its subtests and `t.Parallel` included. */
export async function loopGo({ own, rest }: LoopLine, io: CommandIo): Promise<readonly LoopRow[]> {
  const patterns = rest.filter((arg) => !arg.startsWith('-'))
  const budget = budgetMs(own.one('budget'))
  const untilMs = budget === undefined ? Number.POSITIVE_INFINITY : Date.now() + budget
  const limitMs = budgetMs(own.one('limit')) ?? GO_LIMIT_MS
  const tests = testsOf(patterns.length === 0 ? ['./...'] : patterns, own.one('filter') ?? '.', io)
  io.stderr.write(
    `Looping ${tests.length} Go tests: up to ${limitMs / 1000} s each, and the build of each package.\n`,
  )
  const rows: LoopRow[] = []
  for (const test of tests) {
    if (io.signal.aborted) break
    const row =
      Date.now() > untilMs
        ? rowOf(test, {
            kind: 'unsettled',
            reason: 'the budget was used up before its turn',
            iterations: 0,
            ms: 0,
          })
        : await loopOne(test, limitMs, io)
    rows.push(row)
    if (io.stderr.isTTY)
      io.stderr.write(`\r\u001b[K${rows.length}/${tests.length} ${row.kind} ${test.name}`)
  }
  return rows
}

/** A process is started, and read over the network, for each: more than a test of this process needs. */
const GO_LIMIT_MS = 4 * DEFAULT_TERMS.longestMs

async function loopOne(test: GoTest, timeLimitMs: number, io: CommandIo): Promise<LoopRow> {
  const startedMs = performance.now()
  const ms = () => Math.round(performance.now() - startedMs)
  try {
    const target = goTest(test.pkg, test.name, { cwd: io.cwd })
    await prepare(target)
    const verdict: Verdict = await checkLeak(target, { timeLimitMs, signal: io.signal })
    return rowOf(test, { ...rowAccepting(verdict, knownIn(io.cwd)), ms: ms() })
  } catch (error) {
    if (error instanceof MisuseError) throw error
    const { message } = error as Error
    return rowOf(test, {
      kind: 'unloopable',
      // Its own first run, before any repetition.
      ...(/^Iteration 1 /.test(message) && { failed: true as const }),
      reason: adviceOfLoop(message.split('\n').slice(0, 3).join(' ')),
      iterations: 0,
      ms: ms(),
    })
  }
}

function rowOf(
  { pkg, name }: GoTest,
  judged: Omit<LoopRow, 'id' | 'file' | 'runner' | 'node'>,
): LoopRow {
  return { id: name, file: pkg, runner: 'go', node: process.versions.node, ...judged }
}

/** As `go test -list` tells them: names, then a line with the package. */
function testsOf(
  patterns: readonly string[],
  filter: string,
  { cwd, env }: CommandIo,
): readonly GoTest[] {
  const { status, stdout, stderr, error } = spawnSync(
    'go',
    ['test', '-list', filter, '-json', ...patterns],
    {
      cwd,
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  )
  if (error)
    throw new MisuseError(`go could not be started: ${error.message}. Install Go 1.21 or newer.`)
  const tests = stdout.split('\n').flatMap((line) => {
    const { Package: pkg = '', Output: output = '' } = parsed(line)
    const name = /^(Test\S+)\s*$/.exec(output)?.[1]
    return name === undefined || name === 'TestMain' ? [] : [{ pkg, name }]
  })
  if (tests.length === 0 && status !== 0) {
    throw new MisuseError(
      `go test -list failed:\n${stderr.trim().split('\n').slice(-5).join('\n')}`,
    )
  }
  return tests
}

function parsed(line: string): { readonly Package?: string; readonly Output?: string } {
  try {
    return JSON.parse(line) as { Package?: string; Output?: string }
  } catch {
    return {}
  }
}
