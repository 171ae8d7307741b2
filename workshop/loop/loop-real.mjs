// Loops the real suites of published Go modules: as they are, and with a leak planted in one of their tests.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { writeRows } from '../rows.mjs'

/** A module's zip holds its tests. */
const MODULES = [
  'github.com/google/uuid@v1.6.0',
  'github.com/pkg/errors@v0.9.1',
  'github.com/hashicorp/golang-lru/v2@v2.0.7',
  'github.com/patrickmn/go-cache@v2.1.0+incompatible',
  'github.com/spf13/pflag@v1.0.5',
  'github.com/gorilla/mux@v1.8.1',
  'github.com/julienschmidt/httprouter@v1.3.0',
  'github.com/google/btree@v1.1.3',
]

const { options } = readOptions('loop:real', {
  options: {
    module: { value: 'NAME', text: 'only modules whose names contain this', isRepeated: true },
    tests: { value: 'N', default: 5, least: 1, text: 'so many tests of each module' },
    limit: { value: 'TIME', default: '20s', text: 'for one test' },
  },
  rows: 'one row a module and variant',
})

const asked = MODULES.filter(
  (name) => options.module.length === 0 || options.module.some((part) => name.includes(part)),
)
const progress = startProgress({ total: 2 * asked.length, unit: 'suites' })
const rows = asked.flatMap((module, at) => {
  progress.show(2 * at, module)
  const folder = copyOf(module)
  const tests = testsIn(folder).slice(0, options.tests)
  const [planted] = tests
  const clean = loop(folder, tests)
  progress.show(2 * at + 1, `${module}, planted`)
  plant(folder, planted)
  const leaky = loop(folder, tests)
  const grown = (found) => found.filter(({ kind }) => kind === 'growth').map(({ id }) => id)
  return [
    {
      module,
      variant: 'as published',
      tests: clean.length,
      loopable: loopable(clean),
      growth: grown(clean),
      isRight: grown(clean).length === 0,
      seconds: seconds(clean),
    },
    {
      module,
      variant: `planted in ${planted}`,
      tests: leaky.length,
      loopable: loopable(leaky),
      growth: grown(leaky),
      isRight: String(grown(leaky)) === planted,
      seconds: seconds(leaky),
    },
  ].map((row) => {
    progress.say(
      `${row.isRight ? 'right' : 'WRONG'}  ${row.module}  ${row.variant}: ${row.loopable}/${row.tests} looped in ${row.seconds} s, growth: ${row.growth.join(', ') || 'none'}`,
    )
    return row
  })
})
progress.end()
writeRows(options.json, rows)
process.exitCode = rows.every(({ isRight }) => isRight) ? 0 : 1

function copyOf(module) {
  const { stdout, status, stderr } = spawnSync('go', ['mod', 'download', '-json', module], {
    encoding: 'utf8',
    cwd: root,
  })
  if (status !== 0) throw new Error(`${module} could not be had: ${stderr}${stdout}`)
  const folder = join(root, '.cache', 'loop-real', module.replace(/[/@+]/g, '_'))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(JSON.parse(stdout).Dir, folder, { recursive: true })
  makeWritable(folder)
  const name = module.split('@')[0]
  if (!readdirSync(folder).includes('go.mod'))
    writeFileSync(join(folder, 'go.mod'), `module ${name}\n\ngo 1.21\n`)
  return folder
}

/** Go makes what it downloads read-only. */
function makeWritable(folder) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) makeWritable(path)
    else chmodSync(path, 0o644)
  }
}

function testFiles(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('_test.go'))
    .map((name) => join(folder, name))
}

const TEST = /^func (Test[A-Z]\w*)\(\w+ \*testing\.T\) \{/gm

function testsIn(folder) {
  return testFiles(folder)
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(TEST)].map(([, name]) => name))
    .filter((name) => name !== 'TestMain')
}

/** One small slice that the package keeps of each run of the test. */
function plant(folder, test) {
  const file = testFiles(folder).find((path) =>
    readFileSync(path, 'utf8').includes(`func ${test}(`),
  )
  const source = readFileSync(file, 'utf8').replace(
    new RegExp(`^func ${test}\\(\\w+ \\*testing\\.T\\) \\{`, 'm'),
    '$& plateauPlanted = append(plateauPlanted, make([]byte, 64));',
  )
  writeFileSync(file, `${source}\nvar plateauPlanted [][]byte\n`)
}

function loop(folder, tests) {
  const report = join(folder, 'loop.json')
  spawnSync(
    process.execPath,
    [
      join(root, 'packages/cli/bin/plateau.js'),
      'loop',
      'go',
      '.',
      '--filter',
      `^(${tests.join('|')})$`,
      '--limit',
      options.limit,
      '--json',
      report,
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  return JSON.parse(readFileSync(report, 'utf8')).rows
}

function loopable(found) {
  return found.filter(({ kind }) => kind !== 'unloopable').length
}

function seconds(found) {
  return Math.round(found.reduce((sum, { ms }) => sum + ms, 0) / 1000)
}
