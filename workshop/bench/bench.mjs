// What a check costs and what it finds, beside other ways, all in one run: on a busy machine only ratios count.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { machineLine, markdownTable, writeFigures } from '../figures.mjs'
import { installedProject } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { median, writeRows } from '../rows.mjs'

const { options } = readOptions('bench', {
  options: {
    repeats: {
      value: 'N',
      text: 'processes per figure; the median is told',
      default: 5,
      least: 1,
    },
    short: { text: 'one heap, one repeat, without memlab' },
    write: { text: 'write the figures into docs/figures.md' },
  },
  rows: 'one row a measurement',
})
const repeats = options.short ? 1 : options.repeats
/** What a tool that answers says; a bare loop says nothing. */
const NAMES = new Map([
  [true, 'leak'],
  [false, 'clean'],
  [null, '–'],
])
const heaps = options.short ? [5] : [5, 25, 120]
const folder = fileURLToPath(new URL('measured', import.meta.url))
const files = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
)
const OURS = { '@plateau/core': 'packed', '@plateau/expose-gc-wrapper': 'packed' }
const project = installedProject({
  name: 'bench',
  dependencies: { ...OURS, 'jest-leak-detector': '30.5.1' },
  files,
})

const measures = {
  price: priceTable,
  kept: keptTable,
  sensitivity: sensitivityTable,
  tools: toolsTable,
}
const progress = startProgress({ total: Object.keys(measures).length, unit: 'tables' })
const tables = Object.entries(measures).map(([name, measure], at) => {
  progress.show(at, name)
  const table = measure()
  progress.say(`\n${table.title}\n\n${markdownTable(table.lines)}`)
  return table
})
progress.end()
writeRows(
  options.json,
  tables.flatMap(({ rows, name }) => rows.map((row) => ({ name, ...row }))),
)
if (options.write) {
  const head = `\`npm run measure -- bench\`: ${machineLine()} Processor time of all threads; medians of ${repeats} processes.`
  const sections = tables.map(({ title, lines }) => `${title}\n\n${markdownTable(lines)}`)
  writeFigures('bench', ['## Price of a check, and what it finds', head, ...sections].join('\n\n'))
}

/** The rows that one process prints. */
function rowsOf(script, args, inside = project) {
  const { stdout, stderr, status, signal } = spawnSync(
    process.execPath,
    ['--no-warnings', join(inside, script), ...args.map(String)],
    { cwd: inside, encoding: 'utf8', timeout: 600_000, maxBuffer: 64 * 2 ** 20 },
  )
  if (status !== 0)
    throw new Error(`${script} ${args.join(' ')} ended with ${signal ?? status}:\n${stderr}`)
  return stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
}

function priceTable() {
  const rows = []
  // In turn, so that a busy minute of the machine falls on all alike.
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const heap of heaps) {
      for (const kind of ['sync', 'async']) rows.push(...rowsOf('price.mjs', [heap, kind]))
    }
  }
  const lines = heaps.flatMap((heap) =>
    ['sync', 'async'].map((kind) => {
      const some = rows.filter((row) => row.megabytes === heap && row.kind === kind)
      const ms = (name) => median(some.map((row) => row[name]))
      const inCollections = (name) => median(some.map((row) => row[name] / row.collectionMs))
      return [
        `${heap} MB, ${kind}`,
        ms('collectionMs').toFixed(1),
        `${ms('firstMs').toFixed(1)} (${inCollections('firstMs').toFixed(1)})`,
        `${ms('laterMs').toFixed(1)} (${inCollections('laterMs').toFixed(1)})`,
        `${ms('loopMs').toFixed(1)} (${inCollections('loopMs').toFixed(1)})`,
        `${ms('fullOnlyMs').toFixed(1)} (${inCollections('fullOnlyMs').toFixed(1)})`,
        `1/${(ms('fullOnlyMs') / ms('laterMs')).toFixed(0)}`,
      ]
    }),
  )
  const head = [
    'heap',
    'a full collection, ms',
    'first check in a process',
    'later checks',
    'bare loop, two collections',
    'by full collections only',
    'later to that',
  ]
  const title =
    '### Clean checks of a trivial function: ms of processor time (in full collections of that heap)'
  return { name: 'price', title, rows, lines: [head, ...lines] }
}

function keptTable() {
  const rows = Array.from({ length: repeats }, () => rowsOf('kept.mjs', [])).flat()
  const line = ['first', 'perLaterCheck'].map((name) => median(rows.map((row) => row[name])))
  const lines = [
    ['', 'by the first check, its code included', 'per later check'],
    ['bytes kept', line[0].toFixed(0), line[1].toFixed(1)],
  ]
  return { name: 'kept', title: '### Memory that checks keep', rows, lines }
}

function sensitivityTable() {
  const rows = heaps.flatMap((heap) => rowsOf('sensitivity.mjs', [heap, options.short && 'short']))
  const counts = [...new Set(rows.map(({ iterations }) => iterations))]
  const cells = (leak, heap) =>
    counts.map((iterations) => {
      const row = rows.find(
        (one) => one.leak === leak && one.megabytes === heap && one.iterations === iterations,
      )
      return row.kind === 'growth' ? `${row.perIteration.toFixed(2)}` : row.kind
    })
  const lines = [...new Set(rows.map(({ leak }) => leak))].flatMap((leak) =>
    heaps.map((heap) => [`${leak}, ${heap} MB`, ...cells(leak, heap)]),
  )
  const head = ['bytes kept per iteration, heap', ...counts.map((count) => `${count} iterations`)]
  const title = '### Smallest leak: what was found, in bytes per iteration, by iterations and heap'
  return { name: 'sensitivity', title, rows, lines: [head, ...lines] }
}

function toolsTable() {
  const scenarios = [
    'nothing',
    'cache of 50, in turnover',
    'a number per iteration',
    'an object per iteration',
  ]
  const rows = []
  for (const [tool, inside] of installedTools()) {
    for (const scenario of scenarios) {
      for (let repeat = 0; repeat < repeats; repeat++)
        rows.push(...rowsOf('tools.mjs', [tool, scenario], inside))
    }
  }
  const of = (tool, scenario) =>
    rows.filter((row) => row.tool === tool && row.scenario === scenario)
  const lines = [...new Set(rows.map(({ tool }) => tool))].map((tool) => [
    tool,
    ...scenarios.map((scenario) => {
      const ms = median(of(tool, scenario).map((row) => row.ms))
      const ratio = ms / median(of('Plateau', scenario).map((row) => row.ms))
      return `${saidOf(of(tool, scenario))} · ${ms.toFixed(0)} ms · ${ratio.toFixed(1)}×`
    }),
  ])
  const title =
    '### Beside others, in a fresh process: what is said, ms of processor time, and times as much as Plateau'
  return { name: 'tools', title, rows, lines: [['', ...scenarios], ...lines] }
}

function saidOf(rows) {
  const said = [...new Set(rows.map(({ saysLeak }) => NAMES.get(saysLeak) ?? saysLeak))]
  return said.join(' or ')
}

function installedTools() {
  const found = [
    'Plateau',
    'Plateau with its explanation',
    'bare loop and two collections',
    'heapUsed before and after',
    'jest-leak-detector',
  ].map((tool) => [tool, project])
  if (options.short) return found
  const memlab = optional('memlab', { '@memlab/api': '2.0.5', '@memlab/core': '2.0.5' })
  if (memlab)
    for (const tool of ['memlab (its own rules)', 'memlab (every object)'])
      found.push([tool, memlab])
  const leakage = optional('leakage', { leakage: '0.5.0' })
  if (leakage) found.push(['leakage', leakage])
  return found
}

/** A project with a tool of others; undefined, said loudly, where it does not install or load. */
function optional(name, dependencies) {
  try {
    const inside = installedProject({
      name: `bench-${name}`,
      dependencies: { ...OURS, ...dependencies },
      files,
    })
    rowsOf('tools.mjs', [name === 'memlab' ? 'memlab (its own rules)' : name, 'nothing'], inside)
    return inside
  } catch (error) {
    console.error(`SKIPPED ${name}: ${error.message.split('\n').slice(0, 12).join('\n')}`)
    return undefined
  }
}
