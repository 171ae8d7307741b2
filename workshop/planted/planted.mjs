// Runs leaks as people write them, each in a test of a real runner, and compares what is told with what is true.
import { readFileSync } from 'node:fs'
import { startBurners } from '../burners.mjs'
import { machineLine, writeFigures } from '../figures.mjs'
import { installedProject, nodeBinary } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { aligned, writeRows } from '../rows.mjs'
import { plantedCases } from './planted-cases.mjs'
import { runPlanted } from './planted-run.mjs'
import { RUNNERS } from './planted-runners.mjs'
import { figuresOf, lineOf, linesOf, tableOf } from './planted-table.mjs'

const options = readPlantedOptions()
const rows = options.from.length > 0 ? options.from.flatMap(readJson) : await runAll()
writeRows(options.json, rows)
console.log(`\n${aligned(tableOf(rows))}\n`)
for (const line of linesOf(rows)) console.log(line)
if (options.write) writeFigures('planted', figuresOf(rows, machineLine()))
process.exitCode = rows.some(isWrong) ? 1 : 0

function readPlantedOptions() {
  const { options, misuse } = readOptions('planted', {
    options: {
      runner: { value: 'NAME', oneOf: Object.keys(RUNNERS), default: 'vitest' },
      busy: { text: 'with two busy processes beside it' },
      repaired: { text: 'the repaired twins instead: none may be called a leak' },
      limit: {
        value: 'MS',
        text: "the tests' timeout, by default as of Vitest and Jest",
        default: 5000,
        least: 1,
      },
      only: {
        value: 'NAME',
        text: 'only this leak, as the files of corpus/planted are named',
        isRepeated: true,
      },
      from: { value: 'FILE', text: 'tell of rows recorded before instead', isRepeated: true },
      write: { text: 'write the figures into docs/figures.md' },
    },
    rows: 'one row a leak',
    notes: 'Ends with 1 when a wrong holder or a wrong line was told. "none" is not wrong.',
  })
  const known = plantedCases()
  const unknown = options.only.find((name) => !known.some(({ id }) => id === name))
  if (unknown)
    misuse(`--only must be one of ${known.map(({ id }) => id).join(', ')}, received ${unknown}.`)
  return options
}

async function runAll() {
  const { runner, only, busy, repaired, limit } = options
  const cases = plantedCases().filter(({ id }) => only.length === 0 || only.includes(id))
  const { dependencies, filesInARun } = RUNNERS[runner]
  const project = installedProject({ name: `planted-${runner.replace(':', '-')}`, dependencies })
  const variant = repaired ? 'repaired' : 'leaky'
  const progress = startProgress({ total: cases.length, unit: 'tests' })
  const burners = busy ? startBurners() : []
  const all = []
  try {
    for (let at = 0; at < cases.length; at += filesInARun) {
      const show = (done) => progress.show(all.length + done, `${runner}, ${variant}`)
      const binary = nodeBinary(24)
      const round = { project, runner, variant, busy, timeoutMs: limit, binary, show }
      all.push(...(await runPlanted(round, cases.slice(at, at + filesInARun))))
    }
  } finally {
    for (const burner of burners) burner.kill()
    progress.end()
  }
  for (const row of all) console.log(lineOf(row))
  return all
}

/** A twin must level off; of a leak, nothing that is told may be wrong. */
function isWrong({ variant, kind, holder, line }) {
  if (variant === 'repaired') return kind === 'growth'
  return holder === 'wrong' || line === 'wrong'
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
