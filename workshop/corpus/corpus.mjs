// Runs every case of a corpus folder, leaky and repaired, through a real runner and its adapter.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { RUNNER_NAMES, runnersNamed } from './corpus-runners.mjs'
import { printTable, tally } from './corpus-table.mjs'
import { culpritColumns } from '../rows.mjs'
import { install, installedProject, nodeBinary, root } from '../installed-project.mjs'
import { MAJORS } from '../matrix/matrix-cells.mjs'

const USAGE = `npm run corpus -- [options]

  --dir PATH            folder with install.json and cases/*.mjs     (default corpus)
  --runner NAME         both, or vitest or jest, with the mode if it is not the usual one: (default both)
                        ${RUNNER_NAMES.join(', ')}
  --pool, --mode NAME   the mode, as an option of its own
  --major N             of the runner                                (default the newest)
  --node MAJOR          20, 22, 24 or 26                             (default the running Node)
  --case ID             only this case; may be repeated
  --timeout MS          the tests' timeout                           (default 5000)
  --retry-timeout MS    for checks that ran out of time; 0 for none  (default 30000)
  --json FILE           one row a check
`

const options = readOptions()
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
  const ran = runAll(runner, checks)
  printTable(ran)
  rows.push(...ran)
}
const counts = tally(rows)
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
process.exitCode = counts.falseAlarms > 0 || counts.errors > 0 ? 1 : 0

function readOptions() {
  let values
  try {
    ;({ values } = parseArgs({
      options: {
        dir: { type: 'string', default: 'corpus' },
        runner: { type: 'string', default: 'both' },
        pool: { type: 'string' },
        mode: { type: 'string' },
        major: { type: 'string' },
        node: { type: 'string' },
        case: { type: 'string', multiple: true, default: [] },
        timeout: { type: 'string', default: '5000' },
        'retry-timeout': { type: 'string', default: '30000' },
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
  const dir = resolve(root, values.dir)
  const mode = values.mode ?? values.pool
  const runner = mode === undefined ? values.runner : `${values.runner}-${mode}`
  if (!existsSync(join(dir, 'install.json'))) misuse(`--dir ${values.dir} has no install.json.`)
  if (![...RUNNER_NAMES, 'both', 'vitest-forks', 'jest-in-band'].includes(runner))
    misuse(`--runner must be both or one of ${RUNNER_NAMES.join(', ')}, received ${runner}.`)
  const majors = Object.keys(MAJORS[runner.split('-')[0]] ?? {})
  if (values.major !== undefined && !majors.includes(values.major))
    misuse(`--major must be one of ${majors.join(', ')} of ${runner}, received ${values.major}.`)
  for (const name of ['timeout', 'retry-timeout']) {
    if (!(Number(values[name]) >= 0))
      misuse(`--${name} must be a number of milliseconds, received ${values[name]}.`)
  }
  const node = values.node ?? process.versions.node.split('.')[0]
  return {
    dir,
    runners: runnersNamed(runner, values.major),
    node,
    binary: nodeBinary(node),
    only: values.case,
    timeoutMs: Number(values.timeout),
    retryMs: Number(values['retry-timeout']),
    json: values.json,
  }
}

function misuse(message) {
  console.error(`${message}\n\n${USAGE}`)
  process.exit(2)
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
  return meta.leaky === null ? ['fixed'] : ['leaky', 'fixed']
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
function runAll(runner, checks) {
  const project = installedProject({
    name: `corpus-${runner.name}`,
    dependencies: runner.dependencies,
  })
  const first = runChecks({ runner, project, checks, timeoutMs: options.timeoutMs })
  const late = checks.filter((_, at) => isLate(first[at]))
  if (late.length === 0 || options.retryMs === 0) return first
  const again = runChecks({ runner, project, checks: late, timeoutMs: options.retryMs })
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
function runChecks({ runner, project, checks, timeoutMs }) {
  console.error(
    `${checks.length} checks in ${runner.name} (${runner.version}) on Node ${options.node}, timeout ${timeoutMs} ms`,
  )
  const runs = runner.isolates ? [checks] : checks.map((check) => [check])
  return runs.flatMap((run) => runOnce({ runner, project, checks: run, timeoutMs }))
}

function runOnce({ runner, project, checks, timeoutMs }) {
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
  const { stderr } = spawnSync(options.binary, args, {
    cwd: project,
    env: { ...process.env, ...environment, PLATEAU_VERDICTS: verdicts },
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20,
  })
  return readRows({ runner, checks, verdicts, report, timeoutMs, stderr })
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

function readRows({ runner, checks, verdicts, report, timeoutMs, stderr }) {
  const judged = readVerdicts(verdicts)
  const outcomes = readOutcomes(report)
  return checks.map((check) => {
    const file = `${check.id}.${check.variant}.test.mjs`
    const verdict = judged.get(file)
    const outcome = outcomes?.get(file)
    // Without a report the runner was ended after the check, by an error of the package's own.
    const agrees = !outcomes || (verdict?.kind === 'plateau') === (outcome?.status === 'passed')
    const kind = verdict && agrees ? verdict.kind : 'error'
    const grown = verdict?.growth?.[0] ?? verdict?.suspects?.[0]
    return {
      id: check.id,
      variant: check.variant,
      leaky: check.leaky,
      metric: check.metric,
      runner: runner.name,
      node: options.node,
      kind,
      reason: verdict?.reason ?? null,
      probe: grown?.probe ?? null,
      probes: (verdict?.growth ?? verdict?.suspects ?? []).map(({ probe }) => probe),
      perIteration: grown?.perIteration ?? null,
      ...culpritColumns(verdict),
      iterations: verdict?.iterations ?? null,
      ms: verdict ? Math.round(verdict.elapsedMs) : null,
      timeoutMs,
      ...(kind === 'error'
        ? { error: outcome?.message ?? `the check left no verdict\n${stderr}` }
        : {}),
    }
  })
}

/** By file name. */
function readVerdicts(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  return new Map(
    lines.map((line) => {
      const verdict = JSON.parse(line)
      return [verdict.file.split(/[\\/]/).at(-1), verdict]
    }),
  )
}

/** By file name; undefined when the runner wrote no report. */
function readOutcomes(path) {
  if (!existsSync(path)) return undefined
  return new Map(
    JSON.parse(readFileSync(path, 'utf8')).testResults.map(
      ({ name, assertionResults, message }) => {
        const [result] = assertionResults
        return [
          name.split(/[\\/]/).at(-1),
          { status: result?.status, message: result?.failureMessages?.[0] ?? message },
        ]
      },
    ),
  )
}
