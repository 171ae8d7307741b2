// Judges every Go program of a corpus folder, leaky and repaired, and compares its culprits with the truth.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkLeak } from '@plateau/core'
import { goTarget, prepare } from '@plateau/go'
import { printTable } from './corpus-table.mjs'
import { culpritColumns } from '../rows.mjs'
import { root } from '../installed-project.mjs'

const USAGE = `npm run corpus:go -- [options]

  --dir PATH      folder of <id>/{leaky,fixed} with GET /iterate?n=K on $PORT   (default corpus/go)
  --driver NAME   agent, pprof or auto                                          (default auto)
  --case ID       only this program; may be repeated
  --timeout MS    the time of a check, after the build                          (default 20000)
  --json FILE     one row a check
`

const options = readOptions()
const truth = readTruth()
const rows = []
for (const id of caseIds()) {
  for (const variant of ['leaky', 'fixed']) {
    if (existsSync(join(options.dir, id, variant))) rows.push(await judge(id, variant))
  }
}
printTable(rows)
const counts = tally()
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
process.exitCode = counts.falseAlarms > 0 || counts.errors > 0 || counts.wrong > 0 ? 1 : 0

function readOptions() {
  let values
  try {
    ;({ values } = parseArgs({
      options: {
        dir: { type: 'string', default: 'corpus/go' },
        driver: { type: 'string', default: 'auto' },
        case: { type: 'string', multiple: true, default: [] },
        timeout: { type: 'string', default: '20000' },
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
  if (!['agent', 'pprof', 'auto'].includes(values.driver)) {
    misuse(`--driver must be agent, pprof or auto, received ${values.driver}.`)
  }
  if (!(Number(values.timeout) > 0))
    misuse(`--timeout must be milliseconds, received ${values.timeout}.`)
  const dir = resolve(root, values.dir)
  if (!existsSync(dir)) misuse(`--dir ${values.dir} does not exist.`)
  return { ...values, dir, timeLimitMs: Number(values.timeout) }
}

function misuse(message) {
  console.error(`${message}\n\n${USAGE}`)
  process.exit(2)
}

function readTruth() {
  const file = join(options.dir, 'truth.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

function caseIds() {
  const found = readdirSync(options.dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(options.dir, entry.name, 'leaky')))
    .map(({ name }) => name)
    .filter((id) => options.case.length === 0 || options.case.includes(id))
  if (found.length === 0)
    misuse(`No program in ${options.dir} matches --case ${options.case.join(', ')}.`)
  return found
}

async function judge(id, variant) {
  const row = {
    id,
    variant,
    runner: options.driver,
    node: process.versions.node,
    leaky: variant === 'leaky',
  }
  const target = goTarget({
    name: `${id}/${variant}`,
    pkg: '.',
    cwd: join(options.dir, id, variant),
    request: '/iterate?n=1',
    ready: '/debug/pprof/cmdline',
    driver: options.driver,
  })
  try {
    await prepare(target)
    const startedMs = performance.now()
    const verdict = await checkLeak(target, { timeLimitMs: options.timeLimitMs })
    return { ...row, ...columns(verdict, id), ms: Math.round(performance.now() - startedMs) }
  } catch (error) {
    return { ...row, kind: 'error', probe: null, perIteration: null, error: error.message }
  }
}

function columns(verdict, id) {
  const first = verdict.growth?.[0] ?? verdict.suspects?.[0]
  const { kind, reason, iterations } = verdict
  const culprit = culpritColumns(verdict)
  return {
    kind,
    ...(reason && { reason }),
    probe: first?.probe ?? null,
    perIteration: first?.perIteration ?? null,
    probes: (verdict.growth ?? verdict.suspects ?? []).map(({ probe }) => probe),
    ...culprit,
    calledFrom: verdict.culprits?.[0]?.calledFrom ?? null,
    type: verdict.culprits?.[0]?.type ?? null,
    line: lineOf(verdict, truth[id]),
    iterations,
    culprits: verdict.culprits,
  }
}

/** `right`, `wrong`, or `none` where no line was named; null without a truth to compare with. */
function lineOf(verdict, expected) {
  if (verdict.kind !== 'growth' || expected === undefined) return null
  const [culprit] = verdict.culprits
  const named = [culprit?.site, culprit?.calledFrom].filter(Boolean)
  if (named.length === 0) return 'none'
  const accepted = [expected.site, ...expected.alsoAcceptable]
  return named.some((site) => accepted.some((one) => isSame(site, one))) ? 'right' : 'wrong'
}

/** Lines of the standard library belong to one Go version: there the function decides. */
function isSame(site, { file, line, function: name }) {
  if (file.startsWith('$GOROOT')) return site.function === name
  return site.line === line && (site.file === file || site.file.endsWith(`/${file}`))
}

function tally() {
  const of = (isLeaky) => rows.filter(({ leaky }) => leaky === isLeaky)
  const count = (list, kind) => list.filter((row) => row.kind === kind).length
  for (const [title, list] of [
    ['leaky', of(true)],
    ['repaired', of(false)],
  ]) {
    console.log(
      `${title}: ${list.length} checks, ${count(list, 'growth')} growth, ${count(list, 'unsettled')} unsettled, ${count(list, 'plateau')} plateau, ${count(list, 'error')} error`,
    )
  }
  const told = rows.filter(({ line }) => line)
  const lines = (wanted) => told.filter(({ line }) => line === wanted).length
  console.log(
    `culprits: ${lines('right')} of ${told.length} lines right, ${lines('wrong')} wrong, ${lines('none')} without a line`,
  )
  for (const { id, line, site } of told.filter((row) => row.line === 'wrong')) {
    console.log(`  ${id}: ${line}: ${site?.file}:${site?.line}`)
  }
  return {
    falseAlarms: count(of(false), 'growth'),
    errors: count(rows, 'error'),
    wrong: lines('wrong'),
  }
}
