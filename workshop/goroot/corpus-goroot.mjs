// Judges Go's own leak programs, and compares the told lines with what Go's leak profile finds in the originals.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { checkLeak, describeVerdict } from '@plateau/core'
import { goTarget, prepare } from '@plateau/go'
import { findGo } from '../../packages/go/dist/toolchain/find-go.js'
import { root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { aligned, count, median, verdictColumns, writeRows } from '../rows.mjs'
import { listPrograms, provenLines, writeModule } from './goroot-programs.mjs'

const { options, misuse } = readOptions('corpus:goroot', {
  options: {
    case: { value: 'ID', text: 'only this program', isRepeated: true },
    timeout: { value: 'MS', text: 'the time of a check', default: 20_000, least: 1 },
    toolchain: { value: 'GO', text: 'such as go1.27.4; what Go chooses where it is not given' },
    unproven: { text: 'without the experiment by which Go 1.26 proves leaks' },
    told: { text: 'tells every verdict as a person sees it' },
  },
  rows: 'one row a program',
})
const chosen = { ...process.env, ...(options.toolchain && { GOTOOLCHAIN: options.toolchain }) }
const { command: go, version } = await findGo(root, chosen)
const release = version.replace('go', '')
const isExperiment = release.startsWith('1.26')
if (!isExperiment && Number(release.split('.')[1]) < 26)
  misuse(`Go has its leak programs since 1.26, and this is ${version}: pass --toolchain go1.26.8.`)
const proving = isExperiment ? { GOEXPERIMENT: 'goroutineleakprofile' } : {}
const goroot = runGo(['env', 'GOROOT'], root).trim()
const all = listPrograms(goroot)
const programs = all.flatMap(({ folder, from, cases }) =>
  cases
    .filter(({ id }) => options.case.length === 0 || options.case.includes(id))
    .map((one) => ({ ...one, folder, from })),
)
if (programs.length === 0) misuse(`No program matches --case ${options.case.join(', ')}.`)
const module = writeModule(release, all)
const originals = Object.fromEntries(
  all.map(({ folder, from }) => [folder, buildOriginal(folder, from)]),
)
const progress = startProgress({ total: programs.length, unit: 'programs' })
const rows = []
for (const program of programs) {
  progress.show(rows.length, program.id)
  const row = await judge(program)
  rows.push(row)
  if (!isRight(row) || row.line === 'wrong') progress.say(summaryOf(row))
}
progress.end()
printTable()
writeRows(options.json, rows)
process.exitCode = rows.every((row) => isRight(row) && row.line !== 'wrong') ? 0 : 1

function runGo(args, cwd) {
  const { status, stdout, stderr } = spawnSync(go, args, {
    cwd,
    env: { ...chosen, ...proving },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`go ${args.join(' ')} failed: ${stderr}${stdout}`)
  return stdout
}

function buildOriginal(folder, from) {
  const executable = join(module, `original-${folder}`)
  runGo(['build', '-o', executable, '.'], from)
  return executable
}

async function judge({ id, folder, patterns, isFlaky }) {
  const row = {
    id,
    folder,
    go: version,
    node: process.versions.node,
    processors: isFlaky ? 'default' : 1,
    isLeaky: patterns.length > 0,
  }
  const target = goTarget({
    name: id,
    pkg: `./${folder}`,
    cwd: module,
    scenario: id,
    processors: row.processors,
    env: {
      ...(options.toolchain && { GOTOOLCHAIN: options.toolchain }),
      ...(!options.unproven && proving),
    },
  })
  try {
    await prepare(target)
    const startedMs = performance.now()
    const verdict = await checkLeak(target, { timeLimitMs: options.timeout })
    const ms = Math.round(performance.now() - startedMs)
    if (options.told) progress.say(describeVerdict(verdict))
    return {
      ...row,
      ...verdictColumns(verdict),
      ms,
      type: verdict.culprits?.[0]?.type ?? null,
      ...lineOf(verdict, { id, folder, isFlaky }),
    }
  } catch (error) {
    return { ...row, kind: 'error', error: error.message }
  }
}

/** `right`, `wrong` or `none`; null where nothing grew, or Go itself found nothing to compare with. */
function lineOf(verdict, { id, folder, isFlaky }) {
  const env = {
    ...chosen,
    GODEBUG: 'asyncpreemptoff=1',
    GOMAXPROCS: isFlaky ? '4' : '1',
  }
  const truth = provenLines({ executable: originals[folder], id, env })
  if (truth.size === 0 || verdict.kind !== 'growth') return { line: null, truth: [...truth] }
  const site = verdict.culprits[0]?.site
  const told = site && `${site.file.split('/').at(-1)}:${site.line}`
  return { line: told ? (truth.has(told) ? 'right' : 'wrong') : 'none', truth: [...truth] }
}

/**
 * What Go does not prove is left behind all the same: on a global channel, or asleep for an hour, which is unsettled. A race
 * that the original itself lost in none of its runs here need not be seen.
 */
function isRight({ kind, isLeaky, truth = [] }) {
  return kind === 'growth' || (kind === 'unsettled' && !isLeaky) || (isLeaky && truth.length === 0)
}

function summaryOf({
  id,
  kind,
  reason,
  probe,
  perIteration,
  iterations,
  ms,
  line,
  site,
  truth,
  error,
}) {
  const grown = probe ? `, ${probe} ${perIteration?.toFixed(2)} per iteration` : ''
  const told = site ? `, told ${site.file}:${site.line}` : ''
  const expected = truth?.length > 0 ? `, true ${truth.join(', ')}` : ''
  return `${id}: ${reason ? `${kind}: ${reason}` : kind}${grown}, ${iterations} iterations, ${ms} ms, line ${line}${told}${expected}${error ? `: ${error}` : ''}`
}

function printTable() {
  const lines = [
    [
      '',
      'programs',
      'growth',
      'plateau',
      'unsettled',
      'error',
      'lines right',
      'wrong',
      'none',
      'median ms',
    ],
    ...['simple', 'goker'].map((folder) =>
      lineOfTable(
        folder,
        rows.filter((row) => row.folder === folder),
      ),
    ),
    lineOfTable('all', rows),
  ]
  const right = rows.filter(isRight).length
  console.log(
    `\n${aligned(lines)}\n\n${right} of ${rows.length} right by ${version}${options.unproven ? ', which was not asked for proof' : ''}.`,
  )
}

function lineOfTable(name, some) {
  const kinds = ['growth', 'plateau', 'unsettled', 'error'].map((kind) => count(some, kind))
  const told = ['right', 'wrong', 'none'].map(
    (line) => some.filter((row) => row.line === line).length,
  )
  const middle = median(some.flatMap(({ ms }) => ms ?? []))
  return [name, some.length, ...kinds, ...told, middle ?? '-'].map(String)
}
