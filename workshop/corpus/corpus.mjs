// Runs every case of a corpus folder, leaky and repaired, through a real runner and its adapter.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { install, installedProject, nodeBinary, root } from '../installed-project.mjs'
import { MAJORS } from '../matrix/matrix-cells.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { writeRows } from '../rows.mjs'
import { runWatched } from '../run-watched.mjs'
import { corpusRows } from './corpus-rows.mjs'
import { RUNNER_NAMES, runnersNamed } from './corpus-runners.mjs'
import { printTable, tally } from './corpus-table.mjs'

const { options, misuse } = readCorpusOptions()
const cases = await readCases(options)
const packages = installPackages(options.dir)
const rows = []
for (const runner of options.runners) {
  const checks = cases.flatMap(({ id, meta }) =>
    variantsOf(meta).map((variant) => ({
      id,
      variant,
      metric: meta.metric,
      leaky: variant === 'leaky' && isLeaky(meta),
    })),
  )
  const ran = await runAll(runner, checks)
  printTable(ran)
  rows.push(...ran)
}
const counts = tally(rows)
writeRows(options.json, rows)
process.exitCode = counts.falseAlarms > 0 || counts.errors > 0 ? 1 : 0

function readCorpusOptions() {
  const { options: given, misuse } = readOptions('corpus', {
    options: {
      dir: { value: 'PATH', text: 'folder with install.json and cases/*.mjs', default: 'corpus' },
      runner: {
        value: 'NAME',
        text: `both, or vitest or jest, with the mode if it is not the usual one: ${RUNNER_NAMES.join(', ')}`,
        default: 'both',
      },
      pool: { value: 'NAME', text: 'the mode, as an option of its own' },
      mode: { value: 'NAME', text: 'the same' },
      major: { value: 'N', text: 'of the runner; the newest where it is not given' },
      node: { value: 'MAJOR', text: '20, 22, 24 or 26; the running Node where it is not given' },
      case: { value: 'ID', text: 'only this case', isRepeated: true },
      timeout: { value: 'MS', text: "the tests' timeout", default: 5000, least: 0 },
      'retry-timeout': {
        value: 'MS',
        text: 'for checks that ran out of time; 0 for none',
        default: 30_000,
        least: 0,
      },
    },
    rows: 'one row a check',
  })
  const dir = resolve(root, given.dir)
  const mode = given.mode ?? given.pool
  const runner = mode === undefined ? given.runner : `${given.runner}-${mode}`
  if (!existsSync(join(dir, 'install.json'))) misuse(`--dir ${given.dir} has no install.json.`)
  if (![...RUNNER_NAMES, 'both', 'vitest-forks', 'jest-in-band'].includes(runner))
    misuse(`--runner must be both or one of ${RUNNER_NAMES.join(', ')}, received ${runner}.`)
  const majors = Object.keys(MAJORS[runner.split('-')[0]] ?? {})
  if (given.major !== undefined && !majors.includes(given.major))
    misuse(`--major must be one of ${majors.join(', ')} of ${runner}, received ${given.major}.`)
  const node = given.node ?? process.versions.node.split('.')[0]
  const options = {
    dir,
    runners: runnersNamed(runner, given.major),
    node,
    binary: nodeBinary(node),
    only: given.case,
    timeoutMs: given.timeout,
    retryMs: given['retry-timeout'],
    json: given.json,
  }
  return { options, misuse }
}

async function readCases({ dir, only }) {
  const ids = readdirSync(join(dir, 'cases'))
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => file.slice(0, -'.mjs'.length))
    .filter((id) => only.length === 0 || only.includes(id))
  if (ids.length === 0) misuse(`No case in ${dir} matches --case ${only.join(', ')}.`)
  const read = []
  for (const id of ids) {
    const { meta } = await import(pathToFileURL(join(dir, 'cases', `${id}.mjs`)))
    read.push({ id, meta })
  }
  return read
}

function variantsOf(meta) {
  return ['leaky', 'fixed'].filter((variant) => meta[variant] !== null)
}

/** Some leaks are gone on newer Nodes: there the leaky version must not be reported either. */
function isLeaky(meta) {
  return !meta.node || meta.node.map(String).includes(options.node)
}

function installPackages(dir) {
  const manifest = JSON.parse(readFileSync(join(dir, 'install.json'), 'utf8'))
  return install({
    name: 'corpus',
    ignorePeers: true,
    manifest,
    files: { 'load-here.mjs': 'export default (specifier) => import(specifier)\n' },
  })
}

/** One test file, and so one process or context, per check. */
async function runAll(runner, checks) {
  const project = installedProject({
    name: `corpus-${runner.name}`,
    dependencies: runner.dependencies,
  })
  const first = await runChecks({ runner, project, checks, timeoutMs: options.timeoutMs })
  const late = checks.filter((_, at) => isLate(first[at]))
  if (late.length === 0 || options.retryMs === 0) return first
  const again = await runChecks({ runner, project, checks: late, timeoutMs: options.retryMs })
  return first.map(
    (row) => again.find(({ id, variant }) => id === row.id && variant === row.variant) ?? row,
  )
}

/** Out of time before the decision, or before the culprit was found. */
function isLate({ kind, reason, container }) {
  return (kind === 'unsettled' && reason === 'time') || (kind === 'growth' && container === null)
}

/**
 * Vitest gives each file a process of its own. Jest would run them all in one, where an error that a
 * package throws after its teardown ends the run: there each check is a run.
 */
async function runChecks({ runner, project, checks, timeoutMs }) {
  console.error(
    `${checks.length} checks in ${runner.name} (${runner.version}) on Node ${options.node}, timeout ${timeoutMs} ms`,
  )
  const runs = runner.isolates ? [checks] : checks.map((check) => [check])
  const progress = startProgress({ total: checks.length, unit: 'checks' })
  const rows = []
  for (const run of runs) {
    const show = (more) =>
      progress.show(
        rows.length + more,
        `${runner.name}, ${runs.length > 1 ? run[0].id : 'all files'}`,
      )
    rows.push(...(await runOnce({ runner, project, checks: run, timeoutMs, show })))
  }
  progress.end()
  return rows
}

async function runOnce({ runner, project, checks, timeoutMs, show }) {
  const folder = join(project, 'checks')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const verdicts = join(project, 'verdicts.ndjson')
  const report = join(project, 'report.json')
  for (const file of [verdicts, report]) rmSync(file, { force: true })
  for (const check of checks) {
    const file = join(folder, `${check.id}.${check.variant}.test.mjs`)
    writeFileSync(file, testFile({ runner, check, timeoutMs }))
  }
  const { args, environment } = runner.command({
    project,
    dir: options.dir,
    packages,
    report,
  })
  const output = await runWatched({
    command: options.binary,
    args,
    cwd: project,
    env: { ...process.env, ...environment, PLATEAU_VERDICTS: verdicts },
    verdicts,
    show,
  })
  return corpusRows({ runner, checks, verdicts, report, timeoutMs, output, node: options.node })
}

function testFile({ runner, check, timeoutMs }) {
  const { id, variant } = check
  return `${runner.imports}
import { createRequire } from 'node:module'
const importThere = (await import(${JSON.stringify(runner.specifier(join(packages, 'load-here.mjs')))})).default
const requireThere = createRequire(${JSON.stringify(join(packages, 'load-here.mjs'))})
const scenario = await import(${JSON.stringify(runner.specifier(join(options.dir, 'cases', `${id}.mjs`)))})
const alias = ${JSON.stringify(`${id}-${variant}`)}

async function load(name = '') {
  const itself = name === '' || name === scenario.meta.package
  const specifier = itself ? alias : name.startsWith('./') ? alias + name.slice(1) : name
  try {
    return await importThere(specifier)
  } catch (error) {
    // Old CommonJS packages have folders as sub paths, which only require() resolves.
    if (!/ERR_UNSUPPORTED_DIR_IMPORT|Directory import/.test(String(error.code ?? error))) throw error
    const loaded = requireThere(specifier)
    return { default: loaded, ...loaded }
  }
}

let context
beforeAll(async () => {
  context = await scenario.setup(load)
}, 60_000)
afterAll(async () => {
  await scenario.teardown?.(context)
}, 60_000)
test('check', async () => {
  await expect(() => scenario.iterate(context)).not.toLeak()
}, ${timeoutMs})
`
}
