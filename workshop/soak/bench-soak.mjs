// What a soak by the command finds, how exactly, and what it costs the server that is measured.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NODES, nodeBinary } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { median, writeRows } from '../rows.mjs'
import { runSoak, soakPackages } from './run-soak.mjs'

const server = fileURLToPath(new URL('./bench-server.mjs', import.meta.url))

/** 20 000 requests in all. */
const [ITERATIONS, WARM_UP] = [16_000, 4000]
const TRUE_BYTES = 100
const LEAST_PART = 0.95

/** Requests between two stamps of CPU, and between two checkpoints. */
const [STAMP_EVERY, CHECKPOINT_EVERY] = [50, 400]
const MOST_SLOWDOWN = 1.05

const { options } = readOptions('bench:soak', {
  options: {
    runs: { value: 'N', text: 'soaks of each leak on each Node', default: 3, least: 0 },
    pairs: { value: 'N', text: 'pairs with and without Plateau', default: 7, least: 0 },
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
const progress = startProgress({ total: soaks.length + options.pairs, unit: 'soaks and pairs' })
for (const [at, { leak, node }] of soaks.entries()) {
  progress.show(at, `${leak} on Node ${node}`)
  await findLeak(leak, node)
}
for (let pair = 0; pair < options.pairs; pair++) {
  progress.show(soaks.length + pair, `pair ${pair + 1}`)
  await comparePair(options.node.at(-1), pair)
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

/** The same load by the same driver with its pauses, once with and once without a soak around it. */
async function comparePair(node, pair) {
  const measures = pair % 2 === 0 ? [withPlateau, withoutPlateau] : [withoutPlateau, withPlateau]
  const cpu = {}
  for (const measure of measures) cpu[measure.name] = await stamped((env) => measure(node, env))
  const [soaked, plain] = [cpu.withPlateau, cpu.withoutPlateau]
  const row = {
    id: 'slowdown',
    variant: `pair ${pair + 1}`,
    runner: 'soak',
    node: NODES[node],
    requestUs: soaked.requestUs,
    plainUs: plain.requestUs,
    ratio: soaked.requestUs / plain.requestUs,
    checkpointMs: soaked.checkpointMs - plain.checkpointMs,
  }
  rows.push(row)
  progress.say(
    `pair ${pair + 1}: ${row.requestUs.toFixed(1)} µs of CPU a request with Plateau, ${row.plainUs.toFixed(1)} µs without`,
  )
}

async function withPlateau(node, env) {
  await runSoak({
    name: 'slowdown',
    options: [
      ...soakOptions(),
      ...Object.entries(env).flatMap(([key, text]) => ['--env', `${key}=${text}`]),
    ],
    command: [nodeBinary(node), server, 'none'],
  })
}

async function withoutPlateau(node, env) {
  const { driveLoad } = await import(join(soakPackages, 'cli', 'dist', 'load', 'drive-load.js'))
  const { freePort } = await import(join(soakPackages, 'core', 'dist', 'process', 'free-port.js'))
  const port = await freePort()
  const child = spawn(nodeBinary(node), [server, 'none'], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}`
  const load = driveLoad({
    request: '/order',
    ratePerSecond: undefined,
    concurrency: 4,
    timeoutMs: 10_000,
  })
  try {
    await untilReady(url)
    const { signal } = new AbortController()
    const legs = (ITERATIONS + WARM_UP) / CHECKPOINT_EVERY
    for (let leg = 0; leg < legs; leg++) await load.run(CHECKPOINT_EVERY, { url, signal })
  } finally {
    load.close()
    child.kill()
  }
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

/** CPU of a request while the load runs, and of what happens between two legs; warm-up excluded. */
async function stamped(run) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'))
  const file = join(folder, 'stamps.json')
  const count = (ITERATIONS + WARM_UP) / STAMP_EVERY
  try {
    await run({ STAMPS: count, STAMPS_FILE: file, STAMP_EVERY })
    if (!existsSync(file)) throw new Error('The server did not come to its last request.')
    return cpuOf(JSON.parse(readFileSync(file, 'utf8')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function cpuOf(stamps) {
  const perLeg = CHECKPOINT_EVERY / STAMP_EVERY
  const windows = stamps.slice(1).map((at, index) => ({ index, us: at - stamps[index] }))
  const judged = windows.filter(({ index }) => index >= WARM_UP / STAMP_EVERY)
  // The stamp after a pause is that of the first request of the next leg: the pause is in the window before it.
  const between = judged.filter(({ index }) => (index + 1) % perLeg === 0)
  const within = judged.filter(({ index }) => (index + 1) % perLeg !== 0)
  const mean = (some) => some.reduce((sum, { us }) => sum + us, 0) / some.length
  return {
    requestUs: mean(within) / STAMP_EVERY,
    checkpointMs: (mean(between) - mean(within)) / 1000,
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
  const pairs = rows.filter(({ id }) => id === 'slowdown')
  if (pairs.length === 0) return
  const ratio = median(pairs.map((row) => row.ratio))
  const checkpointMs = median(pairs.map((row) => row.checkpointMs))
  console.log(
    `CPU of a request with Plateau: ${ratio.toFixed(3)} of that without it (median of ${pairs.length} pairs); a checkpoint: ${checkpointMs.toFixed(0)} ms of CPU, while no request runs`,
  )
  if (ratio > MOST_SLOWDOWN) breaches.push(`requests cost ${ratio.toFixed(3)} times the CPU`)
}
