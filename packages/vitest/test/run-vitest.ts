import { join } from 'node:path'
import { adapterFixtures } from '../../../test/adapters/adapter-fixtures.ts'
import { runReported } from '../../../test/run-reported.ts'
import type { RunnerRun } from '../../../test/runner-run.ts'
import { installedProject, VERSIONS } from '../../../workshop/installed-project.mjs'

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
  const fixtures = Object.entries(adapterFixtures('vitest', join(import.meta.dirname, 'fixtures')))
    .filter(([path]) => !path.startsWith('browser/'))
    .map(([path, source]) => [`fixtures/${path}`, source])
  return installedProject({
    name: `vitest-${major}-adapter`,
    dependencies: { '@plateau/vitest': 'packed', vitest: RELEASES[major] },
    files: {
      'vitest.config.js': CONFIG,
      'without-setup-file.config.js': CONFIG.replace(/, setupFiles.*\]/, ''),
      ...Object.fromEntries(fixtures),
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
