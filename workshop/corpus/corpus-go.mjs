// Judges every Go program of a corpus folder, leaky and repaired, and compares its culprits with the truth.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { checkLeak } from '@plateau/core'
import { goTarget, prepare } from '@plateau/go'
import { root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { count, verdictColumns, writeRows } from '../rows.mjs'
import { printTable } from './corpus-table.mjs'

const { options: given, misuse } = readOptions('corpus:go', {
  options: {
    dir: {
      value: 'PATH',
      text: 'folder of <id>/{leaky,fixed} with GET /iterate?n=K on $PORT; what is clean has no leaky',
      default: 'corpus/go',
    },
    driver: { value: 'NAME', default: 'auto', oneOf: ['agent', 'pprof', 'auto'] },
    case: { value: 'ID', text: 'only this program', isRepeated: true },
    timeout: {
      value: 'MS',
      text: 'the time of a check, after the build',
      default: 20_000,
      least: 1,
    },
  },
  rows: 'one row a check',
})
const options = { ...given, dir: resolve(root, given.dir), timeLimitMs: given.timeout }
if (!existsSync(options.dir)) misuse(`--dir ${given.dir} does not exist.`)
const VARIANTS = ['leaky', 'fixed']
const truth = readTruth()
const rows = []
const checks = caseIds().flatMap((id) =>
  VARIANTS.filter((variant) => existsSync(join(options.dir, id, variant))).map((variant) => ({
    id,
    variant,
  })),
)
const progress = startProgress({ total: checks.length, unit: 'programs' })
for (const { id, variant } of checks) {
  progress.show(rows.length, `${id} ${variant}`)
  rows.push(await judge(id, variant))
}
progress.end()
printTable(rows)
const counts = tally()
writeRows(options.json, rows)
process.exitCode = counts.falseAlarms > 0 || counts.errors > 0 || counts.wrong > 0 ? 1 : 0

function readTruth() {
  const file = join(options.dir, 'truth.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

function caseIds() {
  const found = readdirSync(options.dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((id) => VARIANTS.some((variant) => existsSync(join(options.dir, id, variant))))
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
  return {
    ...verdictColumns(verdict),
    probes: (verdict.growth ?? verdict.suspects ?? []).map(({ probe }) => probe),
    calledFrom: verdict.culprits?.[0]?.calledFrom ?? null,
    type: verdict.culprits?.[0]?.type ?? null,
    line: lineOf(verdict, truth[id]),
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
  for (const [title, list] of [
    ['leaky', of(true)],
    ['repaired and clean', of(false)],
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
