// Real Vitest and Jest suites over published packages: the leaky release turns its test red, the repaired one green.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installedProject, VERSIONS } from '../installed-project.mjs'

/** Three leaks that were published, and the releases that ended them. */
const SUBJECTS = [
  {
    name: 'debug',
    leaky: '4.1.1',
    repaired: '4.3.1',
    test: `const debug = (await load()).default
    await expect(() => debug('request').extend('db')).not.toLeak()`,
  },
  {
    name: 'lru-cache',
    leaky: '7.8.0',
    repaired: '7.8.1',
    test: `const LRUCache = (await load()).default
    const cache = new LRUCache({ maxSize: 100, sizeCalculation: () => 1 })
    let id = 0
    await expect(() => cache.set(id++, 'session')).not.toLeak()`,
  },
  {
    name: 'emittery',
    leaky: '0.12.1',
    repaired: '0.13.1',
    test: `const Emittery = (await load()).default
    const emitter = new Emittery()
    let id = 0
    await expect(async () => {
      const answered = emitter.once('answer-' + id)
      await emitter.emit('answer-' + id++)
      await answered
    }).not.toLeak()`,
  },
]

const ALIASES = Object.fromEntries(
  SUBJECTS.flatMap(({ name, leaky, repaired }) => [
    [`${name}-leaky`, `npm:${name}@${leaky}`],
    [`${name}-repaired`, `npm:${name}@${repaired}`],
  ]),
)

const RUNNERS = {
  Vitest: {
    dependencies: { '@plateau/vitest': 'packed', vitest: VERSIONS.vitest },
    head: `import '@plateau/vitest'\nimport { expect, test } from 'vitest'`,
    config: [
      'vitest.config.mjs',
      `export default { test: { include: ['leaks.test.mjs'], pool: 'forks' } }\n`,
    ],
    args: (project, report) => [
      join(project, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
  },
  Jest: {
    dependencies: { '@plateau/jest': 'packed', jest: VERSIONS.jest },
    head: `import '@plateau/jest'\nimport { expect, test } from '@jest/globals'`,
    config: [
      'jest.config.mjs',
      `export default { testMatch: ['**/leaks.test.mjs'], transform: {} }\n`,
    ],
    args: (project, report) => [
      '--experimental-vm-modules',
      '--no-warnings',
      join(project, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--json',
      `--outputFile=${report}`,
    ],
  },
}

function suite(head) {
  const tests = SUBJECTS.flatMap(({ name, leaky, repaired, test }) => [
    testOf({ name, version: leaky, alias: `${name}-leaky`, test }),
    testOf({ name, version: repaired, alias: `${name}-repaired`, test }),
  ])
  return `${head}\n\n${tests.join('\n')}`
}

function testOf({ name, version, alias, test }) {
  return `test('${name} ${version}', async () => {
    const load = () => import('${alias}')
    ${test}
}, 20_000)
`
}

const wrong = []
for (const [runner, { dependencies, head, config, args }] of Object.entries(RUNNERS)) {
  const project = installedProject({
    name: `demo-${runner.toLowerCase()}`,
    dependencies: { ...dependencies, ...ALIASES },
    files: { 'leaks.test.mjs': suite(head), [config[0]]: config[1] },
  })
  const report = join(project, 'report.json')
  rmSync(report, { force: true })
  console.log(`\n${runner}: each leaky release must be red, each repaired one green\n`)
  spawnSync(process.execPath, args(project, report), { cwd: project, stdio: 'inherit' })
  wrong.push(...surprises(runner, report))
}
if (wrong.length > 0) {
  console.error(`\nNot as it must be:\n${wrong.join('\n')}`)
  process.exit(1)
}
console.log(
  `\nAs it must be: ${2 * SUBJECTS.length} leaky tests red with a leak, ${2 * SUBJECTS.length} repaired ones green.`,
)

function surprises(runner, report) {
  const { assertionResults } = JSON.parse(readFileSync(report, 'utf8')).testResults[0]
  return SUBJECTS.flatMap(({ name, leaky, repaired }) => [
    ...mismatch({ runner, assertionResults, title: `${name} ${leaky}`, leaks: true }),
    ...mismatch({ runner, assertionResults, title: `${name} ${repaired}`, leaks: false }),
  ])
}

function mismatch({ runner, assertionResults, title, leaks }) {
  const found = assertionResults.find((result) => result.title === title)
  const message = found?.failureMessages?.join('\n') ?? ''
  const isRight = leaks
    ? found?.status === 'failed' && message.includes('expected scenario not to leak')
    : found?.status === 'passed'
  return isRight ? [] : [`${runner}: ${title} is ${found?.status ?? 'missing'}: ${message}`]
}
