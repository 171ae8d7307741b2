// Plateau beside what Go has for leaks, on the same programs: what each finds, and in which time. Only
// ratios within one run mean something on a busy machine.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkLeak } from '@plateau/core'
import { goTarget, prepare } from '@plateau/go'
import { findGo } from '../../packages/go/dist/toolchain/find-go.js'
import { root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { median, writeRows } from '../rows.mjs'
import { MAIN, TEST } from './bench-go-source.mjs'

const { options } = readOptions('bench:go', {
  options: {
    case: { value: 'ID', text: 'only this leak', isRepeated: true },
    newest: { value: 'GO', text: 'the toolchain whose leak profile is asked', default: 'go1.27.4' },
  },
  rows: 'one row a check',
})
const leaks = join(root, 'packages', 'go', 'test', 'leaks')
const bench = join(root, '.cache', 'bench-go')
const { command: go } = await findGo(leaks, process.env)
const ids = Object.keys(JSON.parse(readFileSync(join(leaks, 'truth.json'), 'utf8')))
  .filter((id) => !id.startsWith('c-'))
  .filter((id) => options.case.length === 0 || options.case.includes(id))

/** As a person would compare two profiles: after so many iterations, and after so many more. */
const FIRST_PROFILE = 100
const SECOND_PROFILE = 600

writeBench()
const plain = buildTests('plain', {})
const newest = buildTests('newest', { GOTOOLCHAIN: options.newest })
const CONTENDERS = {
  'agent, in process': (scenario) => judge(scenario, { scenario, driver: 'agent' }),
  'agent over HTTP': (scenario) => judge(scenario, { request: `/${scenario}`, driver: 'agent' }),
  pprof: (scenario) => judge(scenario, { request: `/${scenario}`, driver: 'pprof' }),
  goleak: (scenario) => runTest({ binary: plain, test: 'TestGoleak' }, scenario),
  ...(newest && {
    [`goroutineleak (${options.newest})`]: (scenario) =>
      runTest({ binary: newest, test: 'TestLeakProfile' }, scenario),
  }),
  'memprofile diff': compareProfiles,
}

const progress = startProgress({
  total: ids.length * 2 * Object.keys(CONTENDERS).length,
  unit: 'checks',
})
const rows = []
for (const id of ids) {
  for (const variant of ['leaky', 'repaired']) {
    for (const [runner, run] of Object.entries(CONTENDERS)) {
      progress.show(rows.length, `${id} ${variant}, ${runner}`)
      const outcome = await run(`${id}/${variant}`)
      rows.push({ id, variant, runner, node: process.versions.node, ...outcome })
    }
  }
  progress.say(linesOfCase(id))
}
progress.end()
printTotals()
writeRows(options.json, rows)
process.exitCode = rows.some(isOwnMistake) ? 1 : 0

async function judge(name, way) {
  const target = goTarget({ name, pkg: '.', cwd: leaks, ready: '/debug/pprof/cmdline', ...way })
  await prepare(target)
  const startedMs = performance.now()
  const verdict = await checkLeak(target, { timeLimitMs: 20_000 })
  const ms = performance.now() - startedMs
  const [grown] = verdict.growth ?? verdict.suspects ?? []
  return {
    kind: verdict.kind,
    probe: grown?.probe ?? null,
    perIteration: grown?.perIteration ?? null,
    iterations: verdict.iterations,
    resolution: verdict.resolution,
    line: verdict.culprits?.[0]?.site?.line ?? null,
    decidedMs: verdict.elapsedMs,
    ms,
  }
}

/** The same functions without the agent, and tests that do to them what each tool asks for. */
function writeBench() {
  rmSync(bench, { recursive: true, force: true })
  mkdirSync(bench, { recursive: true })
  for (const file of readdirSync(leaks)) {
    if (file.endsWith('.go') && !['main.go', 'serve.go'].includes(file)) {
      cpSync(join(leaks, file), join(bench, file))
    }
  }
  writeFileSync(join(bench, 'main.go'), MAIN)
  writeFileSync(join(bench, 'goleak_test.go'), TEST)
  writeFileSync(
    join(bench, 'go.mod'),
    'module example.com/leaks\n\ngo 1.21\n\nrequire go.uber.org/goleak v1.3.0\n',
  )
  runGo(['mod', 'tidy'], {})
}

function buildTests(name, environment) {
  const binary = join(bench, `${name}.test`)
  try {
    runGo(['test', '-c', '-o', binary, '.'], environment)
    return binary
  } catch (error) {
    console.warn(`${name} is left out: ${error.message}`)
    return undefined
  }
}

function runGo(args, environment) {
  const { status, stderr, stdout } = spawnSync(go, args, {
    cwd: bench,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`go ${args.join(' ')} failed: ${stderr}${stdout}`)
  return stdout
}

function runTest({ binary, test, args = [] }, scenario) {
  const startedMs = performance.now()
  const { status, stdout, stderr } = spawnSync(
    binary,
    [`-test.run=^${test}$`, '-test.v', '-test.timeout=60s', ...args],
    { cwd: bench, env: { ...process.env, SCENARIO: scenario }, encoding: 'utf8' },
  )
  const said = `${stdout}${stderr}`
  if (!/^--- (?:PASS|FAIL)/m.test(said) || /^panic:|SIGSEGV/m.test(said))
    throw new Error(`${test} of ${scenario}: ${said}`)
  return { kind: status === 0 ? 'plateau' : 'growth', ms: performance.now() - startedMs }
}

function compareProfiles(scenario) {
  const startedMs = performance.now()
  const [first, second] = [FIRST_PROFILE, SECOND_PROFILE].map((count) => {
    const file = join(bench, `after-${count}.pb.gz`)
    const args = [`-test.count=${count}`, `-test.memprofile=${file}`, '-test.memprofilerate=1']
    runTest({ binary: plain, test: 'TestIterations', args }, scenario)
    return file
  })
  const top = runGo(
    ['tool', 'pprof', '-top', '-cum', '-sample_index=inuse_objects', `-diff_base=${first}`, second],
    {},
  )
  const wanted = (SECOND_PROFILE - FIRST_PROFILE) / 2
  // What the tests' own frame holds in all: a person would look at nothing else first.
  const found = top.split('\n').some((line) => {
    const [, , , cum] = line.trim().split(/\s+/)
    return /example\.com\/leaks\.|main\./.test(line) && Number(cum) >= wanted
  })
  return { kind: found ? 'growth' : 'plateau', ms: performance.now() - startedMs }
}

function isOwnMistake({ runner, variant, kind }) {
  return Object.keys(CONTENDERS).indexOf(runner) < 3 && variant === 'repaired' && kind === 'growth'
}

function linesOfCase(id) {
  const line = (name, cellOf) =>
    name.padEnd(36) +
    Object.keys(CONTENDERS)
      .map((runner) => cellOf(runner).padEnd(26))
      .join('')
  const head = [line('', (runner) => runner), line('', () => 'leaky / repaired')]
  return [...(id === ids[0] ? head : []), line(id, (runner) => cellOfCase(id, runner))].join('\n')
}

function cellOfCase(id, runner) {
  return ['leaky', 'repaired']
    .map((variant) => {
      const { kind, ms } = rows.find(
        (row) => row.id === id && row.runner === runner && row.variant === variant,
      )
      const word = { growth: 'found', plateau: '-', unsettled: 'unsettled' }[kind]
      return `${word} ${Math.round(ms)}`
    })
    .join(' / ')
}

function printTotals() {
  const base = medianMs('agent, in process', 'leaky')
  console.log(
    '\nmilliseconds are of one check each, builds left out; a leak that Plateau finds is explained, too',
  )
  for (const runner of Object.keys(CONTENDERS)) {
    const of = (variant, kind) =>
      rows.filter((row) => row.runner === runner && row.variant === variant && row.kind === kind)
    const leaky = medianMs(runner, 'leaky')
    const clean = medianMs(runner, 'repaired')
    console.log(
      `${runner.padEnd(26)} ${of('leaky', 'growth').length} of ${ids.length} found, ${of('repaired', 'growth').length} repaired called leaks, ${of('leaky', 'unsettled').length + of('repaired', 'unsettled').length} unsettled; median leaky ${Math.round(leaky)} ms (${(leaky / base).toFixed(2)} of the first), repaired ${Math.round(clean)} ms${resolutionOf(runner)}`,
    )
  }
}

function resolutionOf(runner) {
  const { resolution } =
    rows.findLast((row) => row.runner === runner && row.variant === 'repaired' && row.resolution) ??
    {}
  if (resolution === undefined) return ''
  const told = Object.entries(resolution).map(
    ([probe, least]) => `${probe} ${least.toPrecision(2)}`,
  )
  return `; smallest leak per iteration that would have shown: ${told.join(', ')}`
}

function medianMs(runner, variant) {
  const some = rows.filter((row) => row.runner === runner && row.variant === variant)
  return median(some.map(({ ms }) => ms)) ?? Number.NaN
}
