// What a test file pays for importing an adapter that it never uses, in the real runners, in pairs.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installedProject, VERSIONS } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { median } from '../rows.mjs'

/** Files with the adapter, and as many with an empty package; each pair runs side by side. */
const PAIRS = 15

const EMPTY = {
  'node_modules/empty-package/package.json':
    '{ "name": "empty-package", "exports": { "import": "./index.mjs", "require": "./index.cjs" } }\n',
  'node_modules/empty-package/index.mjs': 'export {}\n',
  'node_modules/empty-package/index.cjs': '',
}

/** An import of the runner's own API comes first: a test file has it anyway. */
const RUNNERS = {
  'Vitest 5 (forks)': {
    dependencies: { '@plateau/vitest': 'packed', vitest: VERSIONS.vitest },
    adapter: '@plateau/vitest',
    ending: 'mjs',
    text: (name) =>
      timed({ name, load: `await import('${name}')`, head: "import { test } from 'vitest'" }),
    args: ['node_modules/vitest/vitest.mjs', 'run', '--dir', 'bench-import', '--maxWorkers=1'],
  },
  'Jest 30 (CommonJS)': {
    ...jest({ ending: 'cjs' }),
    text: (name) => timed({ name, load: `require('${name}')`, head: '' }),
  },
  'Jest 30 (ESM)': {
    ...jest({ ending: 'mjs' }),
    text: (name) =>
      timed({
        name,
        load: `await import('${name}')`,
        head: "import { test } from '@jest/globals'",
      }),
  },
}

readOptions('bench:import', { options: {} })
const runners = Object.entries(RUNNERS)
const progress = startProgress({ total: runners.length, unit: 'runners' })
for (const [at, [title, runner]] of runners.entries()) {
  progress.show(at, title)
  progress.say(report(title, run(runner)))
}
progress.end()

function jest({ ending }) {
  return {
    dependencies: { '@plateau/jest': 'packed', jest: VERSIONS.jest },
    adapter: '@plateau/jest',
    ending,
    args: [
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--rootDir=bench-import',
      `--testMatch=**/*.test.${ending}`,
      '--transform={}',
      '-i',
    ],
  }
}

function timed({ name, load, head }) {
  const writing = head
    ? "const { appendFileSync } = await import('node:fs')"
    : "const { appendFileSync } = require('node:fs')"
  return `${head}
${writing}
const startedMs = performance.now()
${load}
appendFileSync(process.env.BENCH_TIMES, '${name} ' + (performance.now() - startedMs) + '\\n')
test('nothing is checked', () => {})
`
}

/** Milliseconds of each import, by package. */
function run({ dependencies, adapter, ending, text, args }) {
  const files = { ...EMPTY }
  for (let pair = 0; pair < PAIRS; pair++) {
    files[`bench-import/${pair}-with.test.${ending}`] = text(adapter)
    files[`bench-import/${pair}-without.test.${ending}`] = text('empty-package')
  }
  const project = installedProject({ name: `bench-import-${ending}`, dependencies, files })
  const times = join(project, 'times.txt')
  rmSync(times, { force: true })
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    env: { ...process.env, BENCH_TIMES: times },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`)
  const measured = readFileSync(times, 'utf8').split('\n').filter(Boolean)
  const of = (name) =>
    measured.filter((line) => line.startsWith(`${name} `)).map((line) => Number(line.split(' ')[1]))
  return { adapter: of(adapter), empty: of('empty-package') }
}

function report(title, { adapter, empty }) {
  const shown = (times) => `${least(times).toFixed(1)} / ${median(times).toFixed(1)} ms`
  return `${title}: adapter ${shown(adapter)}, empty package ${shown(empty)} (least / median of ${adapter.length}); the adapter costs ${(least(adapter) - least(empty)).toFixed(1)} / ${(median(adapter) - median(empty)).toFixed(1)} ms`
}

function least(times) {
  return Math.min(...times)
}
