import { join } from 'node:path'
import { adapterFixtures } from '../../../test/adapters/adapter-fixtures.ts'
import { runReported } from '../../../test/run-reported.ts'
import type { RunnerRun } from '../../../test/runner-run.ts'
import { asCommonJs } from '../../../workshop/dialect.mjs'
import { installedProject, VERSIONS } from '../../../workshop/installed-project.mjs'

/** The kinds of Jest projects that load the adapter, each a folder with the same fixtures. */
const KINDS = {
  commonjs: { setupFilesAfterEnv: ['@plateau/jest'] },
  preset: { preset: '@plateau/jest' },
  'without-setup-file': {},
  'wrong-setup-file': { setupFiles: ['@plateau/jest'] },
  esm: { setupFilesAfterEnv: ['@plateau/jest'], transform: {} },
} as const

export type Kind = keyof typeof KINDS

/** Jest's majors that the adapter supports, as the names of what is compared. */
export const MAJORS = [29, 30] as const

export type Major = (typeof MAJORS)[number]

const JEST: Readonly<Record<Major, Readonly<Record<string, string>>>> = {
  29: { jest: VERSIONS['jest 29'], '@types/jest': VERSIONS['@types/jest 29'] },
  30: { jest: VERSIONS.jest, '@types/jest': VERSIONS['@types/jest'] },
}

/** The packed adapter and Jest, installed by npm, with a folder for each kind of project. */
export function jestProject(major: Major = 30): string {
  const fixtures = Object.entries(adapterFixtures('jest', join(import.meta.dirname, 'fixtures')))
  const files: Record<string, string> = {}
  for (const [kind, config] of Object.entries(KINDS)) {
    const type = kind === 'esm' ? 'module' : 'commonjs'
    // Three times the default: other work on the machine must not decide these tests.
    files[`${kind}/package.json`] = JSON.stringify({
      type,
      jest: { ...config, testTimeout: 15_000, testSequencer: '<rootDir>/in-order.cjs' },
    })
    for (const [path, source] of fixtures) {
      const isModule = type === 'module' || !path.endsWith('.js')
      files[`${kind}/${path}`] = isModule ? source : asCommonJs(source)
    }
  }
  return installedProject({
    name: `jest-adapter-${major}`,
    dependencies: { '@plateau/jest': 'packed', ...JEST[major] },
    files,
  })
}

interface JestOptions {
  readonly major?: Major
  readonly kind?: Kind
  readonly args?: readonly string[]
  /** Whether messages are shown once the file has ended, as where there are several files. */
  readonly isBuffered?: boolean
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs fixtures, or all of a `folder/`, in the real Jest; in one process unless `args` say otherwise. */
export async function runJest(
  fixtures: readonly string[],
  {
    major = 30,
    kind = 'commonjs',
    args = ['-i'],
    isBuffered = false,
    environment = {},
  }: JestOptions = {},
): Promise<RunnerRun> {
  const project = jestProject(major)
  return runReported(
    (report) => [
      ...(kind === 'esm' ? ['--experimental-vm-modules', '--no-warnings'] : []),
      join(project, 'node_modules', 'jest', 'bin', 'jest.js'),
      ...fixtures.map((name) => `/${kind}/${name}${name.endsWith('/') ? '' : '.test.js'}`),
      ...(isBuffered ? ['--verbose=false'] : ['--verbose']),
      '--json',
      `--outputFile=${report}`,
      ...args,
    ],
    { cwd: join(project, kind), project, environment },
  )
}
