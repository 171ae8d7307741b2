import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { runReported } from '../../../../test/run-reported.ts'
import { outcomes, type RunnerRun } from '../../../../test/runner-run.ts'
import { testOfWhole } from '../../../../test/whole.ts'
import { asCommonJs, inWordsOf } from '../../../../workshop/dialect.mjs'
import { installedProject, VERSIONS } from '../../../../workshop/installed-project.mjs'
import { describeWithGo } from '../go-toolchain.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'runners')

/** Three times the default timeout: other work on the machine must not decide these tests. */
const TIME_MS = 15_000

type Runner = 'vitest' | 'jest'

/** A packed adapter with its runner, installed by npm, and a Go module beside the tests. */
function project(runner: Runner): string {
  const files = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .map((name) => [name, readFileSync(join(FIXTURES, name), 'utf8')])
  const { 'runner.test.js': tests = '', ...module } = Object.fromEntries(files)
  return installedProject({
    name: `go-in-${runner}`,
    dependencies: {
      '@plateau/go': 'packed',
      [`@plateau/${runner}`]: 'packed',
      [runner]: VERSIONS[runner],
    },
    files: {
      ...module,
      'vitest.test.js': inWordsOf('vitest', tests),
      'jest.test.cjs': asCommonJs(inWordsOf('jest', tests)),
      'vitest.config.js': `export default { test: { setupFiles: ['@plateau/vitest'], testTimeout: ${TIME_MS} } }\n`,
      'jest.config.json': JSON.stringify({ testMatch: ['**/*.test.cjs'], testTimeout: TIME_MS }),
    },
  })
}

const RUNNERS = {
  vitest: ['vitest/vitest.mjs', 'run', 'vitest.test.js', '--reporter=default', '--reporter=json'],
  jest: ['jest/bin/jest.js', '--config=jest.config.json', '--verbose', '--json', '-i'],
} as const

const REPORTS = { vitest: '--outputFile.json=', jest: '--outputFile=' } as const

async function run(runner: Runner): Promise<RunnerRun> {
  const root = project(runner)
  rmSync(join(root, '.plateau'), { force: true, recursive: true })
  const [script, ...args] = RUNNERS[runner]
  const ran = await runReported(
    (report) => [join(root, 'node_modules', script), ...args, `${REPORTS[runner]}${report}`],
    { cwd: root },
  )
  return { ...ran, output: withoutVarying(ran.output) }
}

function withoutVarying(output: string): string {
  return (
    output
      .replace(/\+[\d.]+ (heap objects?|goroutines?)/g, '+<count> $1')
      .replace(/-\d+-\d+\.(base|final|html)/g, '-<n>.$1')
      .replace(/\d+ B from/g, '<n> B from')
      // What else of Go's own was kept meanwhile is chance.
      .replace(/^ *further stacks, .*\n/gm, '')
      .replace(/(> {2})[\d ]+ to [\d ]+ over/g, '$1<count> to <count> over')
  )
}

const EXPECTED = {
  'a service keeps orders': 'LeakError at await expect(leaky).not.toLeak()',
  'a service lets orders go': 'passed',
  'a test leaves a goroutine': 'LeakError at await expect(waiting).not.toLeak()',
  'a leak is expected': 'passed',
  'a check that is not awaited': 'LeakError at expect(waiting).not.toLeak()',
  'too little time to build': 'UnsettledError at await expect(unbuilt).not.toLeak()',
  'a program that does not start':
    "TargetError at await expect(goTarget({ bin: './no-such-program', request: '/' })).not.toLeak()",
}

describeWithGo('a Go target', () => {
  testOfWhole.each(['vitest', 'jest'] as const)('is judged in the real %s', async (runner) => {
    const ran = await run(runner)

    expect(outcomes(ran)).toEqual(EXPECTED)
    expect(ran.exitCode).toBe(1)
    await expect(ran.output).toMatchFileSnapshot(`output/${runner}.txt`)
  })
})
