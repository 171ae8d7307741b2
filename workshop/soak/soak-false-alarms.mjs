// Soaks servers that keep nothing, over and over, by the command itself: none may be called a leak.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { NODES, nodeBinary } from '../installed-project.mjs'
import { runSoak } from './run-soak.mjs'

const USAGE = `npm run soak-false-alarms -- [options]

  --runs N         soaks in all, in equal shares             (default 63: each kind on each Node)
  --node MAJOR     may be repeated                           (default 22, 24, 26)
  --kind NAME      only this kind of server; may be repeated
  --iterations N   judged iterations of a soak               (default 2000)
  --json FILE      one row a process
`

const server = fileURLToPath(new URL('./clean-servers.mjs', import.meta.url))
/** As fast as answered, and at a steady rate with more under way at once. */
const LOADS = { closed: [], rate: ['--rate', '400'] }
const options = readOptions()
const soaks = soaksInTurn()
const rows = []
for (let run = 0; run < options.runs; run++) {
  rows.push(...(await judge(soaks[run % soaks.length])))
  if (process.stdout.isTTY) process.stdout.write(`\r${run + 1} of ${options.runs}`)
  if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
}
printTable()
process.exitCode = count(rows, 'growth') + count(rows, 'error') === 0 ? 0 : 1

function readOptions() {
  let values
  try {
    ;({ values } = parseArgs({
      options: {
        runs: { type: 'string', default: '63' },
        node: { type: 'string', multiple: true, default: ['22', '24', '26'] },
        kind: { type: 'string', multiple: true, default: [] },
        iterations: { type: 'string', default: '2000' },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }))
  } catch (error) {
    return misuse(error.message)
  }
  if (values.help) {
    console.log(USAGE)
    process.exit(0)
  }
  for (const name of ['runs', 'iterations']) {
    if (!(Number.isSafeInteger(Number(values[name])) && Number(values[name]) > 0))
      misuse(`--${name} must be a positive integer, received ${values[name]}.`)
  }
  const unknown = values.node.find((major) => !Object.hasOwn(NODES, major))
  if (unknown)
    misuse(`--node must be one of ${Object.keys(NODES).join(', ')}, received ${unknown}.`)
  return { ...values, runs: Number(values.runs) }
}

function misuse(message) {
  console.error(`${message}\n\n${USAGE}`)
  process.exit(2)
}

/** Every kind once before any comes again, each time on another Node or by another load. */
function soaksInTurn() {
  const all = [...readFileSync(server, 'utf8').matchAll(/^ {2}'?([\w-]+)'?: ?(?:\(|async|\w+,$)/gm)]
    .map(([, name]) => name)
    .filter((kind) => options.kind.length === 0 || options.kind.includes(kind))
  if (all.length === 0) misuse(`No kind matches --kind ${options.kind.join(', ')}.`)
  const loads = Object.keys(LOADS)
  const turns = options.node.length * loads.length
  return Array.from({ length: turns }).flatMap((_, turn) =>
    all.map((kind, at) => ({
      kind,
      node: options.node[(at + turn) % options.node.length],
      load: loads[(at + turn + Math.floor(turn / options.node.length)) % loads.length],
    })),
  )
}

async function judge({ kind, node, load }) {
  const startedMs = performance.now()
  const { code, told, outcome } = await runSoak({
    name: kind,
    options: ['--iterations', options.iterations, '--request', '/', ...LOADS[load]],
    command: [nodeBinary(node), server, kind],
  })
  if (code !== 0) console.log(`\n${kind} on Node ${node}, ${load}, exit ${code}\n${told}`)
  const ms = Math.round(performance.now() - startedMs)
  const row = { id: kind, variant: 'clean', runner: load, node: NODES[node], ms }
  const judged = (outcome?.rows ?? []).map(
    ({ variant, kind: verdict, probe, perIteration, container, site, iterations }) => ({
      ...row,
      process: variant,
      kind: verdict,
      probe: probe ?? null,
      perIteration: perIteration ?? null,
      container: container ?? null,
      site: site ?? null,
      iterations,
    }),
  )
  const isJudged = judged.length > 0 && [0, 1, 3].includes(code)
  return isJudged ? judged : [{ ...row, kind: 'error', error: told.slice(-2000) }]
}

function count(some, kind) {
  return some.filter((row) => row.kind === kind).length
}

function printTable() {
  const kinds = [...new Set(rows.map(({ id }) => id))].sort()
  const widest = Math.max(...kinds.map(({ length }) => length), 12)
  const line = (name, some) =>
    [
      name.padEnd(widest),
      ...[some.length, count(some, 'growth'), count(some, 'unsettled'), count(some, 'error')].map(
        (cell) => String(cell).padStart(9),
      ),
    ].join(' ')
  const head = ['judged', 'growth', 'unsettled', 'error']
  console.log(`\n${''.padEnd(widest)} ${head.map((cell) => cell.padStart(9)).join(' ')}`)
  const print = (name, isMeant) => console.log(line(name, rows.filter(isMeant)))
  for (const kind of kinds) print(kind, ({ id }) => id === kind)
  for (const major of options.node) print(`Node ${major}`, ({ node }) => node === NODES[major])
  print('all', () => true)
  const alarms = count(rows, 'growth')
  console.log(
    `\n${alarms} false alarms among ${rows.length} processes of ${options.runs} soaks, ${kinds.length} kinds of server.`,
  )
}
