// Judges Go programs that keep nothing, over and over, with the default options: none may be called a leak.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkLeak, describeVerdict } from '@plateau/core'
import { goTarget, prepare } from '@plateau/go'
import { root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { aligned, count, median, verdictColumns, writeRows } from '../rows.mjs'

const DRIVERS = ['agent', 'http', 'pprof']
const leaks = join(root, 'packages', 'go', 'test', 'leaks')
const { options, misuse } = readOptions('false-alarms:go', {
  options: {
    runs: { value: 'N', text: 'checks in all, in equal shares', default: 300, least: 1 },
    driver: {
      value: 'NAME',
      text: 'in the process by the agent; the agent, driven over HTTP; or without it',
      oneOf: DRIVERS,
      default: DRIVERS,
      isRepeated: true,
    },
    kind: { value: 'NAME', text: 'only this kind', isRepeated: true },
    seconds: { value: 'S', text: 'the time of a check', default: 10, above: 0 },
    toolchain: { value: 'GO', text: 'such as go1.22.12; what Go chooses where it is not given' },
  },
  rows: 'one row a check',
})
const checks = checksInTurn()
const progress = startProgress({ total: options.runs, unit: 'checks' })
const rows = []
for (let run = 0; run < options.runs; run++) {
  const check = checks[run % checks.length]
  progress.show(run, check.kind)
  rows.push(await judge(check))
}
progress.end()
printTable()
writeRows(options.json, rows)
process.exitCode = count(rows, 'growth') + count(rows, 'error') === 0 ? 0 : 1

/** Every kind once before any comes again, each time by another driver or on other processors. */
function checksInTurn() {
  const clean = namesIn('clean/main.go', /^\t"([\w-]+)":/gm)
  const repaired = Object.keys(JSON.parse(readFileSync(join(leaks, 'truth.json'), 'utf8')))
    // C needs a compiler.
    .filter((name) => !name.startsWith('c-'))
    .map((name) => `${name}/repaired`)
  const all = [...clean, ...repaired].filter(
    (kind) => options.kind.length === 0 || options.kind.includes(kind),
  )
  if (all.length === 0) misuse(`No kind matches --kind ${options.kind.join(', ')}.`)
  const waysOf = (kind) =>
    (clean.includes(kind) ? DRIVERS : ['agent'])
      .filter((driver) => options.driver.includes(driver))
      .flatMap((driver) => [1, 'default'].map((processors) => ({ driver, processors })))
  const most = Math.max(...all.map((kind) => waysOf(kind).length))
  return Array.from({ length: most }).flatMap((_, turn) =>
    all.flatMap((kind) => {
      const ways = waysOf(kind)
      const pkg = clean.includes(kind) ? './clean' : '.'
      return ways.length > 0 ? [{ kind, pkg, ...ways[turn % ways.length] }] : []
    }),
  )
}

function namesIn(file, pattern) {
  return [...readFileSync(join(leaks, file), 'utf8').matchAll(pattern)].map(([, name]) => name)
}

async function judge({ kind, pkg, driver, processors }) {
  const target = goTarget({
    name: kind,
    pkg,
    cwd: leaks,
    processors,
    ...(driver === 'agent' ? { scenario: kind } : { request: `/${kind}`, ready: '/json' }),
    driver: driver === 'pprof' ? 'pprof' : 'agent',
    ...(options.toolchain && { env: { GOTOOLCHAIN: options.toolchain } }),
  })
  const row = {
    id: kind,
    variant: 'clean',
    runner: driver,
    node: process.versions.node,
    processors,
  }
  try {
    await prepare(target)
    const verdict = await checkLeak(target, { timeLimitMs: 1000 * options.seconds })
    if (verdict.kind !== 'plateau') {
      progress.say(`${kind} by ${driver}, GOMAXPROCS ${processors}: ${describeVerdict(verdict)}`)
    }
    const isQuiet = verdict.kind === 'plateau'
    return { ...row, ...verdictColumns(verdict), ...(!isQuiet && { series: verdict.series }) }
  } catch (error) {
    progress.say(`${kind} by ${driver}, GOMAXPROCS ${processors}: ${error.message}`)
    return { ...row, kind: 'error', error: error.message }
  }
}

function printTable() {
  const kinds = [...new Set(rows.map(({ id }) => id))].sort()
  const circumstances = options.driver.flatMap((driver) =>
    [1, 'default'].flatMap((processors) => {
      const some = rows.filter((row) => row.runner === driver && row.processors === processors)
      return some.length > 0 ? [lineOf(`by ${driver}, GOMAXPROCS ${processors}`, some)] : []
    }),
  )
  const lines = [
    ['', 'checks', 'growth', 'unsettled', 'error', 'median ms'],
    ...kinds.map((kind) =>
      lineOf(
        kind,
        rows.filter(({ id }) => id === kind),
      ),
    ),
    ...circumstances,
    lineOf('all', rows),
  ]
  console.log(`\n${aligned(lines)}`)
  const alarms = count(rows, 'growth')
  const bound =
    alarms === 0 ? `, so below ${((100 * 3) / rows.length).toFixed(2)} % with 95 % confidence` : ''
  console.log(`\n${alarms} false alarms in ${rows.length} checks of ${kinds.length} kinds${bound}.`)
}

function lineOf(name, some) {
  const middle = median(some.flatMap(({ ms }) => ms ?? []))
  const counts = ['growth', 'unsettled', 'error'].map((kind) => String(count(some, kind)))
  return [name, String(some.length), ...counts, String(middle ?? '-')]
}
