// Judges scenarios that keep nothing, over and over, by the real matcher in real runners: none may be called a leak.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { machineLine, markdownTable, writeFigures } from '../figures.mjs'
import { cache, NODES } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { aligned, count, writeRows } from '../rows.mjs'
import { cleanKinds, installKinds, runRound } from './false-alarms-round.mjs'
import { RUNNERS } from './false-alarms-runners.mjs'
import { summaryOf, tableOf } from './false-alarms-table.mjs'

const options = readRoundOptions()
const rows = options.from.length > 0 ? options.from.flatMap(readJson) : await runAll()
const { kinds, circumstances } = tableOf(rows)
console.log(`\n${aligned(kinds)}\n\n${aligned(circumstances)}\n`)
for (const line of summaryOf(rows)) console.log(line)
if (options.write) writeFigures('false-alarms', figures())
process.exitCode = count(rows, 'growth') + count(rows, 'error') === 0 ? 0 : 1

function readRoundOptions() {
  const { options, misuse } = readOptions('false-alarms', {
    options: {
      runs: {
        value: 'N',
        text: 'checks in all, in equal shares per kind: whole rounds of every kind',
        default: 120,
        least: 1,
      },
      kind: {
        value: 'NAME',
        text: 'only this kind, as the files below corpus/clean-kinds are named',
        isRepeated: true,
      },
      runner: {
        value: 'NAME',
        oneOf: Object.keys(RUNNERS),
        default: Object.keys(RUNNERS),
        isRepeated: true,
      },
      node: {
        value: 'MAJOR',
        oneOf: Object.keys(NODES),
        default: ['22', '24', '26'],
        isRepeated: true,
      },
      busy: { text: 'only with two busy processes beside it; both ways where neither is given' },
      idle: { text: 'only without' },
      worker: {
        value: 'NAME',
        text: 'a file per check, or a dozen in a file',
        oneOf: ['fresh', 'shared'],
        default: ['fresh', 'shared'],
        isRepeated: true,
      },
      timeout: {
        value: 'MS',
        text: "the tests' timeout, by default as of both runners",
        default: 5000,
        least: 1,
      },
      first: {
        value: 'N',
        text: 'begin with the Nth round, to go on where a run ended',
        default: 0,
        least: 0,
      },
      from: { value: 'FILE', text: 'tell of rows recorded before instead', isRepeated: true },
      write: { text: 'write the figures into docs/figures.md' },
    },
    rows: 'one row a check, written after each round',
    notes: 'Whatever is not a plateau is kept with its whole message in .cache/false-alarms/.',
  })
  const known = cleanKinds().map(({ name }) => name)
  const unknown = options.kind.find((name) => !known.includes(name))
  if (unknown) misuse(`--kind must be one of ${known.join(', ')}, received ${unknown}.`)
  const busy = options.busy === options.idle ? [false, true] : [options.busy]
  return { ...options, busy, timeoutMs: options.timeout }
}

async function runAll() {
  const chosen = cleanKinds().filter(
    ({ name }) => options.kind.length === 0 || options.kind.includes(name),
  )
  const project = installKinds()
  const alarms = join(cache, 'false-alarms', `${new Date().toISOString().replaceAll(':', '-')}.txt`)
  const rounds = Math.ceil(options.runs / chosen.length)
  const progress = startProgress({ total: rounds * chosen.length, unit: 'checks' })
  const all = []
  for (let number = options.first; number < options.first + rounds; number++) {
    const round = { number, timeoutMs: options.timeoutMs, ...circumstancesOf(number) }
    const show = (done) => progress.show(all.length + done, `round ${number}, ${round.runner}`)
    const some = await runRound(project, { ...round, show }, shuffled(chosen, number))
    all.push(...some)
    for (const told of keep(alarms, some)) progress.say(told)
    writeRows(options.json, all)
    const said = ['growth', 'unsettled', 'error'].map((kind) => `${count(some, kind)} ${kind}`)
    progress.say(
      `round ${number}, ${round.runner} on Node ${round.node}, ${round.busy ? 'busy' : 'idle'}, ${round.worker} workers: ${some.length} checks, ${said.join(', ')}; load ${loadavg()[0].toFixed(1)}`,
    )
  }
  progress.end()
  return all
}

/** Every combination in turn, in an order in which any few rounds in a row differ in all respects. */
function circumstancesOf(number) {
  const { runner, node, busy, worker } = options
  const all = runner.flatMap((_, at) =>
    node.flatMap((__, major) =>
      busy.flatMap((isBusy, load) =>
        worker.map((___, share) => ({
          runner: runner[at],
          node: node[(major + at) % node.length],
          busy: busy[(load + at + share) % busy.length] ?? isBusy,
          worker: worker[(share + major) % worker.length],
        })),
      ),
    ),
  )
  const perRunner = all.length / runner.length
  const turn = number % all.length
  return all[(turn % runner.length) * perRunner + Math.floor(turn / runner.length)]
}

/** The same order for the same round, another for each: neighbours in a worker differ. */
function shuffled(kinds, seed) {
  let state = seed + 1
  const weight = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  return kinds
    .map((kind) => ({ kind, at: weight() }))
    .sort((one, other) => one.at - other.at)
    .map(({ kind }) => kind)
}

/** Returns a line of each for the terminal. */
function keep(file, some) {
  const noteworthy = some.filter(({ kind }) => kind !== 'plateau')
  for (const { message, series: _, ...row } of noteworthy) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(row)}\n${message}\n\n`, { flag: 'a' })
  }
  return noteworthy.map(
    ({ id, kind, reason }) => `  ${id}: ${kind}${reason ? `, ${reason}` : ''} (${file})`,
  )
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function figures() {
  return [
    '## False alarms',
    '',
    `\`npm run measure -- false-alarms --runs ${rows.length}\`: ${machineLine()}`,
    '',
    ...summaryOf(rows),
    '',
    markdownTable(circumstances),
    '',
    markdownTable(kinds),
    '',
    readFileSync(
      new URL('../../corpus/clean-kinds/true-leaks.md', import.meta.url),
      'utf8',
    ).trimEnd(),
  ].join('\n')
}
