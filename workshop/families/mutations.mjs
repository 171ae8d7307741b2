// Changes every constant and comparison that decides, one at a time, and runs the tests of plain
// functions: each change must make one fail. Prints the changes that none notices; exits 1 where one of
// them has no reason in mutations-accepted.mjs. No file is changed: Vite hands the tests the changed text.

import { globSync, readFileSync } from 'node:fs'
import { basename, join, matchesGlob, relative } from 'node:path'
import { createVitest } from 'vitest/node'
import { root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { writeRows } from '../rows.mjs'
import { mutantsOf } from './mutants-of.mjs'
import { ACCEPTED } from './mutations-accepted.mjs'

const { options } = readOptions('mutations', {
  options: { only: { value: 'PART', text: 'of a path: only the files that have it', default: '' } },
  rows: 'one row a change',
})

/** Where numbers decide, and the tests that must notice a change there. */
const DECIDING = [
  ['packages/core/src/plateau/soak/*.ts', 'packages/core/test/plateau/soak/*.test.ts'],
  ['packages/core/src/plateau/*.ts', 'packages/core/test/plateau/*.test.ts'],
  ['packages/core/src/decide/*.ts', 'packages/core/test/decide/*.test.ts'],
]
const SLOW_TESTS = /soak-families/

let changed
const applyChange = {
  name: 'plateau:mutant',
  enforce: 'pre',
  transform(code, id) {
    if (id.split('?')[0] !== changed?.file) return undefined
    return code.slice(0, changed.start) + changed.to + code.slice(changed.end)
  },
}

const CONDITIONS = ['source']
const vitest = await createVitest(
  'test',
  {
    root,
    config: false,
    // Else, what was read once is never asked for again.
    watch: true,
    fsModuleCache: false,
    bail: 1,
    reporters: [{}],
    include: DECIDING.map(([, tests]) => tests),
    // A worker for each file: one that is kept would keep what it has loaded.
    pool: 'threads',
    isolate: true,
    maxWorkers: 2,
  },
  {
    plugins: [applyChange],
    resolve: { conditions: CONDITIONS },
    ssr: { resolve: { conditions: CONDITIONS, externalConditions: CONDITIONS } },
  },
)
const specifications = await vitest.globTestSpecifications()

const rows = []
const files = DECIDING.flatMap(([sources, tests]) =>
  globSync(sources, { cwd: root })
    .sort()
    .filter((file) => file.includes(options.only))
    .map((file) => ({ file: join(root, file), tests })),
)
const progress = startProgress({ total: files.length, unit: 'files' })
for (const [at, { file, tests }] of files.entries()) {
  progress.show(at, relative(root, file))
  await judgeFile(file, tests)
}
progress.end()
await vitest.close()
report()

async function judgeFile(file, tests) {
  const own = `${basename(file, '.ts')}.test.ts`
  const candidates = specifications.filter(
    ({ moduleId }) => matchesGlob(relative(root, moduleId), tests) && !SLOW_TESTS.test(moduleId),
  )
  const first = candidates.filter(({ moduleId }) => basename(moduleId) === own)
  const others = candidates.filter((one) => !first.includes(one))
  if (await fails(file, candidates)) throw new Error(`The tests in ${tests} fail without a change.`)
  const survivors = []
  const mutants = mutantsOf(readFileSync(file, 'utf8'))
  for (const mutant of mutants) {
    changed = { file, ...mutant }
    const isKilled = (await fails(file, first)) || (await fails(file, others))
    if (!isKilled) survivors.push(mutant)
    const { line, from, to } = mutant
    rows.push({ file: relative(root, file), line, from, to, text: mutant.text, isKilled })
  }
  changed = undefined
  vitest.invalidateFile(file)
  const killed = mutants.length - survivors.length
  progress.say(`${relative(root, file)}: ${killed} of ${mutants.length} noticed`)
  for (const { line, from, to, text } of survivors)
    progress.say(`  line ${line}: ${from} → ${to}   ${text}`)
}

async function fails(file, tests) {
  if (tests.length === 0) return false
  vitest.invalidateFile(file)
  vitest.state.filesMap.clear()
  vitest.state.errorsSet.clear()
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(tests)
  return unhandledErrors.length > 0 || testModules.some((module) => !module.ok())
}

function report() {
  const isAccepted = ({ file, text }) => `${file.replace(/^.*?src\//, '')}: ${text}` in ACCEPTED
  const unexplained = rows.filter((row) => !row.isKilled && !isAccepted(row))
  const killed = rows.filter(({ isKilled }) => isKilled).length
  console.log(
    `${rows.length} changes, ${killed} noticed, ${rows.length - killed - unexplained.length} equivalent, ${unexplained.length} unexplained`,
  )
  writeRows(options.json, rows)
  process.exitCode = unexplained.length === 0 ? 0 : 1
}
