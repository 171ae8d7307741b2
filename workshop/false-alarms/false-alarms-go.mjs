// Judges Go programs that keep nothing, over and over, with the default options: none may be called a leak.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkLeak, describeVerdict } from '@plateau/core'
import { goTarget, prepare } from '@plateau/go'
import { culpritColumns } from '../rows.mjs'
import { root } from '../installed-project.mjs'

const USAGE = `npm run false-alarms:go -- [options]

  --runs N         checks in all, in equal shares              (default 300)
  --driver NAME    agent: in the process; http: the agent, driven over HTTP; pprof   (default all)
  --kind NAME      only this kind; may be repeated
  --seconds S      the time of a check                         (default 10)
  --toolchain GO   such as go1.22.12                           (default what Go chooses)
  --json FILE      one row a check
`

const DRIVERS = ['agent', 'http', 'pprof']
const leaks = join(root, 'packages', 'go', 'test', 'leaks')
const options = readOptions()
const checks = checksInTurn()
const rows = []
for (let run = 0; run < options.runs; run++) {
  const row = await judge(checks[run % checks.length])
  rows.push(row)
  if (process.stdout.isTTY) process.stdout.write(`\r${run + 1} of ${options.runs}`)
}
printTable()
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
process.exitCode = count(rows, 'growth') + count(rows, 'error') === 0 ? 0 : 1

function readOptions() {
  let values
  try {
    ;({ values } = parseArgs({
      options: {
        runs: { type: 'string', default: '300' },
        driver: { type: 'string', multiple: true, default: DRIVERS },
        kind: { type: 'string', multiple: true, default: [] },
        seconds: { type: 'string', default: '10' },
        toolchain: { type: 'string' },
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
  const runs = Number(values.runs)
  if (!Number.isSafeInteger(runs) || runs < 1)
    misuse(`--runs must be a positive integer, received ${values.runs}.`)
  const unknown = values.driver.find((name) => !DRIVERS.includes(name))
  if (unknown) misuse(`--driver must be ${DRIVERS.join(', ')}, received ${unknown}.`)
  if (!(Number(values.seconds) > 0))
    misuse(`--seconds must be positive, received ${values.seconds}.`)
  return { ...values, runs, timeLimitMs: 1000 * Number(values.seconds) }
}

function misuse(message) {
  console.error(`${message}\n\n${USAGE}`)
  process.exit(2)
}

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
    const verdict = await checkLeak(target, { timeLimitMs: options.timeLimitMs })
    if (verdict.kind !== 'plateau') {
      console.log(`\n${kind} by ${driver}, GOMAXPROCS ${processors}: ${describeVerdict(verdict)}`)
    }
    return { ...row, ...columns(verdict) }
  } catch (error) {
    console.log(`\n${kind} by ${driver}, GOMAXPROCS ${processors}: ${error.message}`)
    return { ...row, kind: 'error', error: error.message }
  }
}

function columns(verdict) {
  const first = verdict.growth?.[0] ?? verdict.suspects?.[0]
  return {
    kind: verdict.kind,
    ...(verdict.reason && { reason: verdict.reason }),
    probe: first?.probe ?? null,
    perIteration: first?.perIteration ?? null,
    ...culpritColumns(verdict),
    iterations: verdict.iterations,
    ms: Math.round(verdict.elapsedMs),
    ...(verdict.kind !== 'plateau' && { series: verdict.series }),
  }
}

function count(some, kind) {
  return some.filter((row) => row.kind === kind).length
}

function printTable() {
  const kinds = [...new Set(rows.map(({ id }) => id))].sort()
  const widest = Math.max(...kinds.map(({ length }) => length))
  const line = (name, some) =>
    [
      name.padEnd(widest),
      ...[
        some.length,
        count(some, 'growth'),
        count(some, 'unsettled'),
        count(some, 'error'),
        median(some),
      ].map((cell) => String(cell).padStart(9)),
    ].join(' ')
  const head = ['checks', 'growth', 'unsettled', 'error', 'median ms']
  console.log(`\n${''.padEnd(widest)} ${head.map((cell) => cell.padStart(9)).join(' ')}`)
  for (const kind of kinds)
    console.log(
      line(
        kind,
        rows.filter(({ id }) => id === kind),
      ),
    )
  for (const driver of options.driver) {
    for (const processors of [1, 'default']) {
      const some = rows.filter((row) => row.runner === driver && row.processors === processors)
      if (some.length > 0) console.log(line(`by ${driver}, GOMAXPROCS ${processors}`, some))
    }
  }
  console.log(line('all', rows))
  const alarms = count(rows, 'growth')
  const bound =
    alarms === 0 ? `, so below ${((100 * 3) / rows.length).toFixed(2)} % with 95 % confidence` : ''
  console.log(`\n${alarms} false alarms in ${rows.length} checks of ${kinds.length} kinds${bound}.`)
}

function median(some) {
  const times = some
    .flatMap(({ ms }) => (ms === undefined ? [] : [ms]))
    .sort((one, other) => one - other)
  return times[Math.floor(times.length / 2)] ?? '-'
}
