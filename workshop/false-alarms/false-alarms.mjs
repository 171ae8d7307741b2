// Judges scenarios that keep nothing, over and over, by the real matcher in real runners: none may be called a leak.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { cleanKinds, installKinds, runRound } from './false-alarms-round.mjs'
import { RUNNERS } from './false-alarms-runners.mjs'
import { aligned, count, summaryOf, tableOf } from './false-alarms-table.mjs'
import { machineLine, markdownTable, writeFigures } from '../figures.mjs'
import { cache, NODES } from '../installed-project.mjs'

const USAGE = `npm run false-alarms -- [options]

  --runs N        checks in all, in equal shares per kind: whole rounds of every kind   (default 120)
  --kind NAME     only this kind; may be repeated
  --runner NAME   ${Object.keys(RUNNERS).join(', ')}; may be repeated   (default all)
  --node MAJOR    22, 24, 26; may be repeated                        (default all)
  --busy, --idle  only with, only without, two busy processes beside it   (default both)
  --worker NAME   fresh: a file per check; shared: a dozen in a file   (default both)
  --timeout MS    the tests' timeout                                  (default 5000, as of both runners)
  --first N       begin with the Nth round, to go on where a run ended   (default 0)
  --json FILE     one row a check, written after each round
  --from FILE     tell of rows recorded before instead; may be repeated
  --write         write the figures into docs/figures.md

Whatever is not a plateau is kept with its whole message in .cache/false-alarms/.
`

const options = readOptions()
const rows = options.from.length > 0 ? options.from.flatMap(readJson) : await runAll()
const { kinds, circumstances } = tableOf(rows)
console.log(`\n${aligned(kinds)}\n\n${aligned(circumstances)}\n`)
for (const line of summaryOf(rows)) console.log(line)
if (options.write) writeFigures('false-alarms', figures())
process.exitCode = count(rows, 'growth') + count(rows, 'error') === 0 ? 0 : 1

function readOptions() {
  let values
  try {
    ;({ values } = parseArgs({
      options: {
        runs: { type: 'string', default: '120' },
        kind: { type: 'string', multiple: true, default: [] },
        runner: { type: 'string', multiple: true, default: Object.keys(RUNNERS) },
        node: { type: 'string', multiple: true, default: ['22', '24', '26'] },
        busy: { type: 'boolean', default: false },
        idle: { type: 'boolean', default: false },
        worker: { type: 'string', multiple: true, default: ['fresh', 'shared'] },
        timeout: { type: 'string', default: '5000' },
        first: { type: 'string', default: '0' },
        json: { type: 'string' },
        from: { type: 'string', multiple: true, default: [] },
        write: { type: 'boolean', default: false },
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
  for (const [name, known] of [
    ['runner', Object.keys(RUNNERS)],
    ['node', Object.keys(NODES)],
    ['worker', ['fresh', 'shared']],
    ['kind', cleanKinds().map(({ name: kind }) => kind)],
  ]) {
    const unknown = values[name].find((given) => !known.includes(given))
    if (unknown) misuse(`--${name} must be one of ${known.join(', ')}, received ${unknown}.`)
  }
  const [runs, timeoutMs, first] = [
    Number(values.runs),
    Number(values.timeout),
    Number(values.first),
  ]
  if (!Number.isSafeInteger(runs) || runs < 1)
    misuse(`--runs must be a positive integer, received ${values.runs}.`)
  if (!(timeoutMs > 0))
    misuse(`--timeout must be positive milliseconds, received ${values.timeout}.`)
  if (!Number.isSafeInteger(first) || first < 0)
    misuse(`--first must be a round's number from 0 on, received ${values.first}.`)
  const busy = values.busy === values.idle ? [false, true] : [values.busy]
  return { ...values, busy, runs, timeoutMs, first }
}

function misuse(message) {
  console.error(`${message}\n\n${USAGE}`)
  process.exit(2)
}

async function runAll() {
  const chosen = cleanKinds().filter(
    ({ name }) => options.kind.length === 0 || options.kind.includes(name),
  )
  const project = installKinds()
  const alarms = join(cache, 'false-alarms', `${new Date().toISOString().replaceAll(':', '-')}.txt`)
  const rounds = Math.ceil(options.runs / chosen.length)
  const all = []
  for (let number = options.first; number < options.first + rounds; number++) {
    const round = { number, timeoutMs: options.timeoutMs, ...circumstancesOf(number) }
    const some = await runRound(project, round, shuffled(chosen, number))
    all.push(...some)
    keep(alarms, some)
    if (options.json) writeFileSync(options.json, `${JSON.stringify(all, null, 1)}\n`)
    const said = ['growth', 'unsettled', 'error'].map((kind) => `${count(some, kind)} ${kind}`)
    console.log(
      `round ${number}, ${round.runner} on Node ${round.node}, ${round.busy ? 'busy' : 'idle'}, ${round.worker} workers: ${some.length} checks, ${said.join(', ')}; load ${loadavg()[0].toFixed(1)}`,
    )
  }
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

function keep(file, some) {
  for (const { message, series: _, ...row } of some.filter(({ kind }) => kind !== 'plateau')) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(row)}\n${message}\n\n`, { flag: 'a' })
    console.log(`  ${row.id}: ${row.kind}${row.reason ? `, ${row.reason}` : ''} (${file})`)
  }
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function figures() {
  return [
    '## False alarms',
    '',
    `\`npm run false-alarms -- --runs ${rows.length}\`: ${machineLine()}`,
    '',
    ...summaryOf(rows),
    '',
    markdownTable(circumstances),
    '',
    markdownTable(kinds),
    '',
    readFileSync(new URL('../../corpus/clean-kinds/true-leaks.md', import.meta.url), 'utf8').trimEnd(),
  ].join('\n')
}
