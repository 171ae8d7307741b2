// Whether growth that a runner itself makes is told as such, over real runs.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { asCommonJs, inWordsOf } from '../dialect.mjs'
import { installedProject, root, VERSIONS } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'

const FIXTURES = join(root, 'packages', 'core', 'test', 'runner-made', 'fixtures')

/** Long: other work on the machine must not decide. */
const TEST_TIMEOUT_MS = 120_000

const RUNNERS = {
  vitest: {
    fixtures: ['likeliest', 'more', 'async'],
    files: {
      'vitest.config.js': `export default { test: { pool: 'forks', maxWorkers: 1, testTimeout: ${TEST_TIMEOUT_MS}, setupFiles: ['@plateau/vitest'] } }\n`,
    },
    command: (fixture) => [
      'node_modules/vitest/vitest.mjs',
      'run',
      `fixtures/${fixture}.test.js`,
      '--reporter=json',
      '--outputFile=report.json',
      '--update',
      ...(fixture === 'async' ? ['--detect-async-leaks'] : []),
    ],
  },
  jest: {
    fixtures: ['likeliest', 'more'],
    files: {
      'fixtures/package.json': '{ "type": "commonjs" }\n',
      'jest.config.json': JSON.stringify({
        testTimeout: TEST_TIMEOUT_MS,
        setupFilesAfterEnv: ['@plateau/jest'],
      }),
    },
    // Jest keeps what is logged unless it prints every test of a single file at once.
    command: (fixture) => [
      'node_modules/jest/bin/jest.js',
      `/fixtures/${fixture}.test.js`,
      '-i',
      '--json',
      '--outputFile=report.json',
      '--ci=false',
      '--verbose=false',
    ],
  },
}

/** Runs one fixture in the real runner: by test, what its name says of it, and what the failure told. */
export function runFixture(fixture, { runner, version = VERSIONS[runner] }) {
  const { files, command } = RUNNERS[runner]
  const fixtures = readdirSync(FIXTURES).map((name) => {
    const source = inWordsOf(runner, readFileSync(join(FIXTURES, name), 'utf8'))
    return [`fixtures/${name}`, runner === 'jest' ? asCommonJs(source) : source]
  })
  const project = installedProject({
    name: 'runner-made',
    dependencies: { [`@plateau/${runner}`]: 'packed', [runner]: version },
    files: { ...files, ...Object.fromEntries(fixtures) },
  })
  const report = join(project, 'report.json')
  rmSync(report, { force: true })
  const { stdout, stderr } = spawnSync(process.execPath, command(fixture), {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', VITEST: '', JEST_WORKER_ID: '', NODE_ENV: 'test' },
  })
  if (!existsSync(report)) throw new Error(`${runner} ${version} did not run:\n${stdout}${stderr}`)
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ title, failureMessages }) => {
      const message = failureMessages.join('\n')
      return { title, told: toldBy(message), message }
    }),
  )
}

/** Whom a failure makes responsible, in the words that end the tests' names. */
function toldBy(message) {
  if (message === '') return 'level off'
  const lead = /kept by ([^\n]*?), not by your code: expected scenario/.exec(message)
  if (lead) return `kept by ${lead[1]}`
  if (!message.includes('expected scenario not to leak')) return message.slice(0, 200)
  return / +kept by /.test(message) ? 'kept by both' : 'kept by your code'
}

function main() {
  const { options } = readOptions('runner-made', {
    options: {
      runner: { value: 'NAME', oneOf: Object.keys(RUNNERS), default: 'vitest' },
      version: { value: 'X.Y.Z', text: 'of the runner; the newest where it is not given' },
      fixture: { value: 'NAME', text: 'only this one, such as more' },
    },
  })
  const { runner, version = VERSIONS[runner] } = options
  const fixtures = options.fixture ? [options.fixture] : RUNNERS[runner].fixtures
  const progress = startProgress({ total: fixtures.length, unit: 'files' })
  for (const [at, fixture] of fixtures.entries()) {
    progress.show(at, fixture)
    for (const { title, told } of runFixture(fixture, { runner, version })) {
      const isRight = title.endsWith(told)
      if (!isRight) process.exitCode = 1
      progress.say(
        `${isRight ? 'right' : 'WRONG'}  ${runner} ${version}  ${title}${isRight ? '' : `: told ${told}`}`,
      )
    }
  }
  progress.end()
}

if (process.argv[1] === import.meta.filename) main()
