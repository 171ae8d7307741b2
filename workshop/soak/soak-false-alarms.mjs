// Soaks servers that keep nothing, over and over, by the command itself: none may be called a leak.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NODES, nodeBinary } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { aligned, count, writeRows } from '../rows.mjs'
import { runSoak } from './run-soak.mjs'

const server = fileURLToPath(new URL('./clean-servers.mjs', import.meta.url))
/** As fast as answered, and at a steady rate with more under way at once. */
const LOADS = { closed: [], rate: ['--rate', '400'] }
const { options, misuse } = readOptions('soak-false-alarms', {
  options: {
    runs: {
      value: 'N',
      text: 'soaks in all, in equal shares: by default each kind on each Node',
      default: 63,
      least: 1,
    },
    node: {
      value: 'MAJOR',
      oneOf: Object.keys(NODES),
      default: ['22', '24', '26'],
      isRepeated: true,
    },
    kind: { value: 'NAME', text: 'only this kind of server', isRepeated: true },
    iterations: { value: 'N', text: 'judged iterations of a soak', default: 2000, least: 1 },
  },
  rows: 'one row a process',
})
const soaks = soaksInTurn()
const progress = startProgress({ total: options.runs, unit: 'soaks' })
const rows = []
for (let run = 0; run < options.runs; run++) {
  const soak = soaks[run % soaks.length]
  progress.show(run, `${soak.kind} on Node ${soak.node}`)
  rows.push(...(await judge(soak)))
  writeRows(options.json, rows)
}
progress.end()
printTable()
process.exitCode = count(rows, 'growth') + count(rows, 'error') === 0 ? 0 : 1

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
    options: ['--iterations', String(options.iterations), '--request', '/', ...LOADS[load]],
    command: [nodeBinary(node), server, kind],
  })
  if (code !== 0) progress.say(`${kind} on Node ${node}, ${load}, exit ${code}\n${told}`)
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

function printTable() {
  const kinds = [...new Set(rows.map(({ id }) => id))].sort()
  const lineOf = (name, isMeant) => {
    const some = rows.filter(isMeant)
    const counts = ['growth', 'unsettled', 'error'].map((kind) => String(count(some, kind)))
    return [name, String(some.length), ...counts]
  }
  const lines = [
    ['', 'judged', 'growth', 'unsettled', 'error'],
    ...kinds.map((kind) => lineOf(kind, ({ id }) => id === kind)),
    ...options.node.map((major) => lineOf(`Node ${major}`, ({ node }) => node === NODES[major])),
    lineOf('all', () => true),
  ]
  console.log(`\n${aligned(lines)}`)
  console.log(
    `\n${count(rows, 'growth')} false alarms among ${rows.length} processes of ${options.runs} soaks, ${kinds.length} kinds of server.`,
  )
}
