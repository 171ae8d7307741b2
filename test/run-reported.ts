import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { normaliseOutput } from './normalise-output.ts'
import { type NodeRunOptions, runNode } from './run-node.ts'
import type { RunnerRun, RunnerTest } from './runner-run.ts'

let runs = 0

interface ReportedRunOptions extends NodeRunOptions {
  /** What the paths of the output are told from; `cwd` where it is not given. */
  readonly project?: string
}

/** Runs a test runner by the arguments that make it write its JSON report to the file they are made with. */
export async function runReported(
  argsFor: (report: string) => readonly string[],
  { project, ...options }: ReportedRunOptions,
): Promise<RunnerRun> {
  const { cwd } = options
  // Of this run alone: others may go on beside it.
  const report = join(cwd, `report-${process.pid}-${runs++}.json`)
  rmSync(report, { force: true })
  const { exitCode, output } = await runNode(argsFor(report), options)
  const { testResults } = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as Report)
    : { testResults: [] }
  const tests = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, status, failureMessages }) => ({
      name: fullName,
      status,
      ...failureOf(failureMessages, cwd),
    })),
  )
  return { tests, output: normaliseOutput(output, project ?? cwd), exitCode }
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** Splits each failure of a JSON report into what it says and the fixture's line that it points at. */
function failureOf(
  failures: readonly string[],
  project: string,
): Pick<RunnerTest, 'messages' | 'lines'> {
  const messages = failures.map((failure) => {
    const [said = ''] = failure.split(/\n\s+at /)
    return normaliseOutput(said, project).trim()
  })
  return { messages, lines: failures.map((failure) => lineOf(failure, project)) }
}

function lineOf(failure: string, project: string): string {
  const frames = failure.split('\n').filter((line) => /^\s+at /.test(line))
  const frame = frames.find((line) => !/node_modules|node:/.test(line) && line.includes(project))
  const [, path, line] = /([^\s(]+):(\d+):\d+\)?$/.exec(frame ?? '') ?? []
  if (!path || !line) return 'no frame of the fixture'
  // A page's script has an address and a query around its path.
  const file = path.slice(path.indexOf(project)).replace(/\?.*/, '')
  const source = readFileSync(file, 'utf8')
  return source.split('\n')[Number(line) - 1]?.trim() ?? `no line ${line}`
}
