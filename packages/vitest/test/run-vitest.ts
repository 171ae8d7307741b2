import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runReported } from '../../../test/run-reported.ts'
import type { RunnerRun } from '../../../test/runner-run.ts'
import { installedProject, VERSIONS } from '../../../workshop/installed-project.mjs'

const FIXTURES = join(import.meta.dirname, 'fixtures')

/** Shared by the adapters: ways in which a program keeps an object. */
const KINDS = join(import.meta.dirname, '../../core/test/objects/fixtures/retained-kinds.cjs')

/** Three times the default timeout: other work on the machine must not decide these tests. */
const CONFIG = `export default {
  test: { pool: 'forks', minWorkers: 1, maxWorkers: 1, cache: false, testTimeout: 15_000, setupFiles: ['@plateau/vitest'] },
}
`

export const MAJORS = [3, 4, 5] as const
export type Major = (typeof MAJORS)[number]

export const RELEASES = { 3: VERSIONS['vitest 3'], 4: VERSIONS['vitest 4'], 5: VERSIONS.vitest }

/** The packed adapter and Vitest, installed by npm, with the fixtures beside them. */
export function vitestProject(major: Major = 5): string {
  const fixtures = ['', 'majors'].flatMap((folder) =>
    readdirSync(join(FIXTURES, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => join(folder, name))
      .map((path) => [`fixtures/${path}`, readFileSync(join(FIXTURES, path), 'utf8')]),
  )
  return installedProject({
    name: `vitest-${major}-adapter`,
    dependencies: { '@plateau/vitest': 'packed', vitest: RELEASES[major] },
    files: {
      'vitest.config.js': CONFIG,
      'without-setup-file.config.js': CONFIG.replace(/, setupFiles.*\]/, ''),
      ...Object.fromEntries(fixtures),
      'fixtures/retained-kinds.cjs': readFileSync(KINDS, 'utf8'),
    },
  })
}

interface RunOptions {
  readonly major?: Major
  readonly args?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs one fixture, or a folder of them, in the real Vitest. */
export async function runVitest(
  fixture: string,
  { major = 5, args = [], environment = {} }: RunOptions = {},
): Promise<RunnerRun> {
  const project = vitestProject(major)
  return runReported(
    (report) => [
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
}
