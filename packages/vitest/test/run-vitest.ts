import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installedProject, VERSIONS } from '../../../scripts/installed-project.mjs'
import { failureOf } from '../../../test/failure.ts'
import { normaliseOutput } from '../../../test/normalise-output.ts'
import { runNode } from '../../../test/run-node.ts'
import type { RunnerRun } from '../../../test/runner-run.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')

/** Three times the default timeout: other work on the machine must not decide these tests. */
const CONFIG = `export default {
  test: { pool: 'forks', maxWorkers: 1, testTimeout: 15_000, setupFiles: ['@plateau/vitest'] },
}
`

/** The packed adapter and Vitest, installed by npm, with the fixtures beside them. */
export function vitestProject(): string {
  const fixtures = readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [`fixtures/${name}`, readFileSync(join(FIXTURES, name), 'utf8')])
  return installedProject({
    name: 'vitest-adapter',
    dependencies: { '@plateau/vitest': 'packed', vitest: VERSIONS.vitest },
    files: {
      'vitest.config.js': CONFIG,
      'without-setup-file.config.js': CONFIG.replace(/, setupFiles.*\]/, ''),
      ...Object.fromEntries(fixtures),
    },
  })
}

/** Runs one fixture in the real Vitest. */
export async function runVitest(
  fixture: string,
  { args = [], environment = {} }: { args?: string[]; environment?: Record<string, string> } = {},
): Promise<RunnerRun> {
  const project = vitestProject()
  const report = join(project, 'report.json')
  rmSync(report, { force: true })
  const { exitCode, output } = await runNode(
    [
      join(project, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      `fixtures/${fixture}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { cwd: project, environment },
  )
  const { testResults } = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as Report)
    : { testResults: [] }
  const tests = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, status, failureMessages }) => ({
      name: fullName,
      status,
      ...failureOf(failureMessages, project),
    })),
  )
  return { tests, output: normaliseOutput(output, project), exitCode }
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
