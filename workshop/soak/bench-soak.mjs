// What a soak by the command finds, how exactly, and what it costs the server that is measured.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { installedProject, NODES, nodeBinary } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { median, writeRows } from '../rows.mjs'
import { runSoak, soakPackages } from './run-soak.mjs'

const server = fileURLToPath(new URL('./bench-server.mjs', import.meta.url))
const driveAlone = fileURLToPath(new URL('./drive-alone.mjs', import.meta.url))
const pricedServers = fileURLToPath(new URL('./priced-servers.mjs', import.meta.url))

/** 20 000 requests in all. */
const [ITERATIONS, WARM_UP] = [16_000, 4000]
const TRUE_BYTES = 100
const LEAST_PART = 0.95

/** Requests between two checkpoints where the smallest leak is looked for, and between two stamps of CPU. */
const [CHECKPOINT_EVERY, STAMP_EVERY] = [400, 50]

/** Of the CPU of a server without a soak: of its requests alone, and with all that is done between legs. */
const MOST_SLOWDOWN = 1.05
const MOST_PRICE = 1.1
/** Requests between the pauses of the load without a soak. */
const LEG = 1000
const PRICED = ['plain', 'express']

const { options } = readOptions('bench:soak', {
  options: {
    runs: { value: 'N', text: 'soaks of each leak on each Node', default: 3, least: 0 },
    pairs: {
      value: 'N',
      text: 'pairs of each server with and without Plateau',
      default: 7,
      least: 0,
    },
    node: {
      value: 'MAJOR',
      text: '(pairs on the last)',
      oneOf: Object.keys(NODES),
      default: ['22', '24', '26'],
      isRepeated: true,
    },
  },
  rows: 'one row a soak or pair',
})
const rows = []
const breaches = []

const soaks = options.node.flatMap((node) =>
  Array.from({ length: options.runs }).flatMap(() =>
    ['bytes', 'numbers'].map((leak) => ({ leak, node })),
  ),
)
const pairs = Array.from({ length: options.pairs }).flatMap((_, pair) =>
  PRICED.map((kind) => ({ kind, node: options.node.at(-1), pair })),
)
const progress = startProgress({ total: soaks.length + pairs.length, unit: 'soaks and pairs' })
for (const [at, { leak, node }] of soaks.entries()) {
  progress.show(at, `${leak} on Node ${node}`)
  await findLeak(leak, node)
}
for (const [at, { kind, node, pair }] of pairs.entries()) {
  progress.show(soaks.length + at, `pair ${pair + 1} of ${kind} on Node ${node}`)
  await comparePair({ kind, node, pair })
}
progress.end()
tellRates()
tellSlowdown()
for (const breach of breaches) console.log(`! ${breach}`)
writeRows(options.json, rows)
process.exitCode = breaches.length === 0 ? 0 : 1

async function findLeak(leak, node) {
  const { told, outcome } = await runSoak({
    name: leak,
    options: [...soakOptions(), '--explain', 'auto'],
    command: [nodeBinary(node), server, leak],
  })
  const [row] = outcome?.rows ?? []
  const [verdict] = outcome?.verdicts ?? []
  const heap = verdict?.verdict.growth?.find(({ probe }) => probe === 'heap')
  const perIteration = heap?.perIteration ?? null
  rows.push({
    id: leak,
    variant: 'leaky',
    runner: 'soak',
    node: NODES[node],
    kind: row?.kind ?? 'error',
    probe: row?.probe ?? null,
    perIteration,
    container: row?.container ?? null,
    site: row?.site ?? null,
    iterations: row?.iterations ?? 0,
    ms: row?.ms ?? 0,
    ...(leak === 'bytes' && { error: perIteration / TRUE_BYTES - 1 }),
    ...(leak === 'numbers' && { stores: heap?.types ?? [] }),
  })
  const isFound = leak === 'bytes' ? heap !== undefined : heap?.types !== undefined
  if (!isFound) breaches.push(`${leak} on Node ${node} was not found:\n${told}`)
  if (leak === 'bytes' && isFound && Math.abs(perIteration / TRUE_BYTES - 1) > 1 - LEAST_PART)
    breaches.push(`${leak} on Node ${node}: ${perIteration} instead of ${TRUE_BYTES}`)
}

function soakOptions() {
  return [
    ...['--iterations', String(ITERATIONS), '--warm-up', String(WARM_UP)],
    ...['--every', String(CHECKPOINT_EVERY), '--request', '/order', '--ready', '/ready'],
  ]
}

/** The same load by the same driver, once with and once without a soak around it. */
async function comparePair({ kind, node, pair }) {
  const measures = pair % 2 === 0 ? [withPlateau, withoutPlateau] : [withoutPlateau, withPlateau]
  const cpu = {}
  for (const measure of measures) {
    cpu[measure.name] = await stamped((env) => measure({ kind, node, env }))
  }
  const [soaked, plain] = [cpu.withPlateau, cpu.withoutPlateau]
  const row = {
    id: `CPU of ${kind}`,
    variant: `pair ${pair + 1}`,
    runner: 'soak',
    node: NODES[node],
    plainUs: plain.requestUs,
    requestRatio: soaked.requestUs / plain.requestUs,
    wholeRatio: soaked.wholeUs / plain.wholeUs,
    checkpoints: soaked.checkpoints,
    checkpointMs: soaked.checkpointMs,
  }
  rows.push(row)
  progress.say(
    `pair ${pair + 1} of ${kind}: ${row.plainUs.toFixed(1)} µs of CPU a request without Plateau; with it ${row.requestRatio.toFixed(3)} times that while requests run, ${row.wholeRatio.toFixed(3)} times in all`,
  )
}

/** With the checkpoints of the default. Resolves to the requests after which the load paused. */
async function withPlateau({ kind, node, env }) {
  const { records, told } = await runSoak({
    name: kind,
    options: [
      ...['--iterations', String(ITERATIONS), '--warm-up', String(WARM_UP)],
      ...['--request', '/order', '--ready', '/ready'],
      ...Object.entries(env).flatMap(([key, text]) => ['--env', `${key}=${text}`]),
    ],
    command: [nodeBinary(node), pricedServers, kind],
  })
  if (records.at(-1)?.reason !== 'done')
    throw new Error(`The soak of ${kind} did not end:\n${told}`)
  return records.filter(({ type }) => type === 'sample').map(({ iterations }) => iterations)
}

async function withoutPlateau({ kind, node, env }) {
  const { freePort } = await import(join(soakPackages, 'core', 'dist', 'process', 'free-port.js'))
  const port = await freePort()
  const child = spawn(nodeBinary(node), [pricedServers, kind], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}`
  try {
    await untilReady(url)
    const args = [driveAlone, soakPackages, url, String(ITERATIONS + WARM_UP), String(LEG)]
    const driver = spawn(process.execPath, args, { stdio: 'inherit' })
    await new Promise((done, fail) => driver.once('error', fail).once('close', done))
  } finally {
    child.kill()
  }
  return []
}

async function untilReady(url) {
  for (;;) {
    try {
      await fetch(`${url}/ready`)
      return
    } catch {
      await new Promise((done) => setTimeout(done, 50))
    }
  }
}

/** CPU of the server from the first request to the last, with and without what happened between two of them. */
async function stamped(run) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'))
  const file = join(folder, 'stamps.json')
  const count = (ITERATIONS + WARM_UP) / STAMP_EVERY
  try {
    const pauses = await run({
      STAMPS: count,
      STAMPS_FILE: file,
      STAMP_EVERY,
      EXPRESS: expressAt(),
    })
    if (!existsSync(file)) throw new Error('The server did not come to its last request.')
    return cpuOf(JSON.parse(readFileSync(file, 'utf8')), pauses)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function expressAt() {
  const project = installedProject({ name: 'express', dependencies: { express: '5.2.1' } })
  return pathToFileURL(createRequire(join(project, 'package.json')).resolve('express')).href
}

function cpuOf(stamps, pauses) {
  const windows = stamps.slice(1).map((at, index) => ({ index, us: at - stamps[index] }))
  // Request i is the first of a window where i is a multiple: a pause before it is in the window before.
  const paused = new Set(pauses.map((requests) => Math.ceil(requests / STAMP_EVERY) - 1))
  const between = windows.filter(({ index }) => paused.has(index))
  const within = windows.filter(({ index }) => !paused.has(index))
  const mean = (some) => some.reduce((sum, { us }) => sum + us, 0) / Math.max(1, some.length)
  return {
    requestUs: mean(within) / STAMP_EVERY,
    wholeUs: mean(windows) / STAMP_EVERY,
    checkpoints: between.length,
    checkpointMs: between.length === 0 ? 0 : (mean(between) - mean(within)) / 1000,
  }
}

function tellRates() {
  for (const node of options.node) {
    for (const leak of ['bytes', 'numbers']) {
      const some = rows.filter((row) => row.id === leak && row.node === NODES[node])
      if (some.length === 0) continue
      const found = some.filter(({ kind }) => kind === 'growth').length
      const worst = Math.max(...some.map(({ error = 0 }) => Math.abs(error)))
      const how =
        leak === 'bytes'
          ? `rate within ${(100 * worst).toFixed(1)} %`
          : `by the census: ${[...new Set(some.flatMap(({ stores }) => stores))].join(', ')}`
      console.log(`Node ${node}, ${leak}: ${found} of ${some.length} found, ${how}`)
    }
  }
}

function tellSlowdown() {
  for (const kind of PRICED) {
    const some = rows.filter(({ id }) => id === `CPU of ${kind}`)
    if (some.length === 0) continue
    const of = (key) => median(some.map((row) => row[key]))
    const [requests, whole] = [of('requestRatio'), of('wholeRatio')]
    console.log(
      `${kind}, CPU of the server with Plateau by that without it (median of ${some.length} pairs, ${ITERATIONS + WARM_UP} requests): ${requests.toFixed(3)} while requests run, ${whole.toFixed(3)} in all, with ${of('checkpoints')} pauses of ${of('checkpointMs').toFixed(1)} ms of CPU`,
    )
    if (requests > MOST_SLOWDOWN) {
      breaches.push(`requests to ${kind} cost ${requests.toFixed(3)} times the CPU`)
    }
    if (whole > MOST_PRICE) breaches.push(`${kind} took ${whole.toFixed(3)} times the CPU in all`)
  }
}
