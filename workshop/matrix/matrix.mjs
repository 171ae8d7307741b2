// Runs one project, installed from packed tarballs, in every runner, major, mode and Node that are supported.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installedProject, nodeBinary } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { writeRows } from '../rows.mjs'
import { cellName, choices, selectCells } from './matrix-cells.mjs'
import { expectations, projectFiles } from './matrix-files.mjs'
import { judgeCell } from './matrix-judge.mjs'
import { RUNNERS } from './matrix-runners.mjs'

const CELL_LIMIT_MS = 30 * 60_000

/** What the tests' own runner sets would change how the runner in the cell behaves. */
const INHERITED = /^(VITEST|VITE_|JEST_|PLATEAU|NODE_|TEST$|PROD$|DEV$|CI$|FORCE_COLOR$)/

const { options, misuse } = readCellOptions()
const cells = selectCells(options)
if (cells.length === 0) misuse('No cell has all of these: Vitest 5 needs Node 22 or newer.')
if (options.list) {
  console.log(cells.map(cellName).join('\n'))
  process.exit(0)
}
const progress = startProgress({ total: cells.length, unit: 'cells' })
const rows = []
const red = []
const projects = new Map()
for (const [at, cell] of cells.entries()) {
  progress.show(at, cellName(cell))
  const started = Date.now()
  const { rows: own, wrong, folder } = runCell(cell)
  rows.push(...own)
  const faults = [
    ...wrong,
    ...own.flatMap((row) => row.wrong.map((fault) => `${row.id}: ${fault}`)),
  ]
  if (faults.length > 0) red.push(cellName(cell))
  progress.say(summary({ cell, own, faults, elapsedMs: Date.now() - started }))
  for (const fault of faults) progress.say(withoutFrames(fault))
  if (faults.length > 0 && folder) progress.say(`    in ${folder}`)
}
progress.end()
writeRows(options.json, rows)
printTotal()
process.exitCode = red.length > 0 ? 1 : 0

function readCellOptions() {
  const named = (option, text = '') => ({
    value: option === 'major' || option === 'node' ? 'MAJOR' : 'NAME',
    text,
    oneOf: choices(option),
    isRepeated: true,
  })
  const { options: given, misuse } = readOptions('matrix', {
    options: {
      runner: named('runner'),
      major: named('major'),
      mode: named('mode'),
      pool: named('mode', 'the same as --mode'),
      node: named('node'),
      short: { text: 'few cells, which the tests run; with --node, on that Node' },
      list: { text: 'only names the cells' },
    },
    rows: 'one row a test',
    notes: `What is not named is not narrowed. One cell:

  npm run measure -- matrix --runner jest --major 29 --mode swc --node 22

A cell's project stays where its last line says; run its command there to see the runner's own output.`,
  })
  const runningNode = process.versions.node.split('.')[0]
  const options = {
    ...given,
    mode: [...given.mode, ...given.pool],
    node: given.short && given.node.length === 0 ? [runningNode] : given.node,
  }
  return { options, misuse }
}

function runCell(cell) {
  const runner = RUNNERS[cell.runner]
  let project
  try {
    project = projectOf(cell)
  } catch (error) {
    return { rows: [], wrong: [error.message] }
  }
  const folder = join(project, 'cells', `${cell.mode}-${cell.node}`)
  const files = projectFiles(runner.dialect(cell))
  writeAll(folder, { ...files, ...runner.files(cell) })
  const args = runner.command(project, { ...cell, files: Object.keys(files) })
  const run = spawnSync(nodeBinary(cell.node), args, {
    cwd: folder,
    env: environment(folder, runner.place(cell)),
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20,
    timeout: CELL_LIMIT_MS,
  })
  const output = `${run.stdout}\n${run.stderr}`
  const report = join(folder, 'report.json')
  if (!existsSync(report)) return { rows: [], wrong: [`no report\n${output}`], folder }
  const judged = judgeCell({
    cell,
    name: cellName(cell).split(',')[0],
    expected: expectations(files),
    tests: runner.readReport(report),
    verdicts: readVerdicts(join(folder, 'verdicts.ndjson')),
    run: { ...run, output },
  })
  return { ...judged, folder }
}

/** One install for each version of a runner, with a folder for each of its cells. */
function projectOf({ runner, version }) {
  const key = `${runner} ${version}`
  if (!projects.has(key)) {
    try {
      const dependencies = RUNNERS[runner].dependencies(version)
      projects.set(key, installedProject({ name: `matrix-${runner}${version}`, dependencies }))
    } catch (error) {
      projects.set(key, error)
    }
  }
  const project = projects.get(key)
  if (project instanceof Error) throw project
  return project
}

function writeAll(folder, files) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
}

function environment(folder, place) {
  const kept = Object.entries(process.env).filter(([name]) => !INHERITED.test(name))
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: '1',
    MATRIX_PLACE: place,
    PLATEAU_VERDICTS: join(folder, 'verdicts.ndjson'),
  }
}

function readVerdicts(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  return lines.map((line) => JSON.parse(line))
}

/** The runners' own frames say nothing here. */
function withoutFrames(fault) {
  const lines = fault.split('\n').filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
  return lines.map((line) => `    ${line}`).join('\n')
}

function summary({ cell, own, faults, elapsedMs }) {
  const [leaks, clean] = ['leaky', 'clean'].map((variant) => {
    const all = own.filter((row) => row.variant === variant)
    return `${all.filter((row) => row.wrong.length === 0).length} of ${all.length}`
  })
  const colour = faults.length > 0 ? 'RED  ' : 'green'
  return `${colour}  ${cellName(cell).padEnd(30)}  ${leaks} leaks named, ${clean} clean passed, ${(elapsedMs / 1000).toFixed(0)} s`
}

function printTotal() {
  const leaky = rows.filter(({ variant }) => variant === 'leaky')
  const unawaited = leaky.filter(({ awaited }) => !awaited)
  const clean = rows.filter(({ variant }) => variant === 'clean')
  const right = (some) =>
    `${some.filter(({ wrong }) => wrong.length === 0).length} of ${some.length}`
  console.log(
    `\n${cells.length} cells, ${red.length} red${red.length > 0 ? ` (${red.join('; ')})` : ''}`,
  )
  console.log(
    `${right(leaky)} leaky tests failed with the leak's name and line, ${right(unawaited)} of the un-awaited ones, ${right(clean)} clean tests passed`,
  )
}
