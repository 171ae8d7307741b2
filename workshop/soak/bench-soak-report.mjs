// Writes the page of a soak of eight hours with a sample a second, opens it in the real Chromium, and
// measures its size and how long it takes until its plots are seen. Exits with 1 beyond 1 MB or 1 s.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../installed-project.mjs'
import { readOptions } from '../read-options.mjs'
import { median, writeRows } from '../rows.mjs'

const { options } = readOptions('bench:soak-report', {
  options: {
    runs: { value: 'N', text: 'of the browser; the median is told', default: 5, least: 1 },
    processes: { value: 'N', text: 'that the soak watched', default: 1, least: 1 },
    keep: { value: 'FILE', text: 'where the page is kept' },
  },
  rows: 'one row',
})

const MOST_BYTES = 1_000_000
const MOST_MS = 1000
const SAMPLES = 8 * 3600
const ITERATIONS_PER_SECOND = 200
const STARTED = Date.UTC(2026, 0, 1, 2)

const importDist = (...path) =>
  import(pathToFileURL(join(root, 'packages', ...path.slice(0, 1), 'dist', ...path.slice(1))).href)
const { viewOf } = await importDist('cli', 'report', 'run-view.js')
const { htmlReport } = await importDist('cli', 'report', 'html-report.js')
const { findChromium } = await importDist('memlab', 'chromium', 'find-chromium.js')
const { launch } = createRequire(join(root, 'packages', 'memlab', 'package.json'))('puppeteer-core')

const view = viewOf(soak(options.processes))
const started = performance.now()
const html = htmlReport(view)
const writtenMs = performance.now() - started
const bytes = Buffer.byteLength(html)

const folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'))
const file = options.keep ?? join(folder, 'report.html')
writeFileSync(file, html)
const browser = await launch({
  executablePath: findChromium(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const rows = []
try {
  for (let at = 0; at < options.runs; at++) rows.push(await open())
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

const [paintMs, shownMs] = ['paintMs', 'shownMs'].map((key) => median(rows.map((row) => row[key])))
console.log(`samples        ${SAMPLES * view.processes.length} of 4 probes each`)
console.log(`page           ${(bytes / 1000).toFixed(0)} kB, written in ${writtenMs.toFixed(0)} ms`)
console.log(`plots          ${rows[0].plots}`)
console.log(`first paint    ${paintMs.toFixed(0)} ms (median of ${rows.length})`)
console.log(`plots are seen ${shownMs.toFixed(0)} ms (median of ${rows.length})`)
const summary = { id: 'eight-hours', bytes, writtenMs, paintMs, shownMs, plots: rows[0].plots }
writeRows(options.json, [{ ...summary, runs: rows }])
if (bytes >= MOST_BYTES || shownMs >= MOST_MS || rows.some(({ complaints }) => complaints.length)) {
  console.error(`Beyond ${MOST_BYTES} bytes or ${MOST_MS} ms, or the browser complained.`, rows)
  process.exitCode = 1
}

/** A fresh tab each, from the start of its navigation until a frame with plots was drawn. */
async function open() {
  const page = await browser.newPage()
  const complaints = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' })
  const row = await page.evaluate(async () => {
    const shownMs = await new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
    })
    const paint = performance.getEntriesByName('first-contentful-paint')[0]
    return {
      shownMs,
      paintMs: paint?.startTime ?? shownMs,
      plots: document.querySelectorAll('.canvas canvas').length,
    }
  })
  await page.close()
  return { ...row, complaints }
}

function soak(processes) {
  const names = Array.from({ length: processes }, (_, at) => (at === 0 ? 'main' : `worker ${at}`))
  return [
    {
      type: 'start',
      schema: 1,
      runId: 'bench',
      name: 'orders',
      startedAt: new Date(STARTED).toISOString(),
      plan: {
        mode: 'continuous',
        warmUpIterations: 200_000,
        durationMs: SAMPLES * 1000,
        ratePerSecond: ITERATIONS_PER_SECOND,
        tolerate: {},
      },
      versions: { plateau: '0.1.0', node: process.versions.node, platform: process.platform },
    },
    ...names.flatMap(processRecords),
    ...Array.from({ length: SAMPLES }, (_, at) => loadRecord(at)),
    ...Array.from({ length: 30 }, (_, at) => event(at * 900)),
    {
      type: 'end',
      elapsedMs: SAMPLES * 1000,
      iterations: SAMPLES * ITERATIONS_PER_SECOND,
      reason: 'done',
      verdicts: names.map((process) => ({
        process,
        limitReachedMs: { at: 9e6, interval: [8e6, 1e7] },
        verdict: {
          schema: 1,
          kind: 'growth',
          growth: [{ probe: 'heap', perIteration: 20, interval: [19.2, 20.9] }],
          culprits: [],
          series: [],
          resolution: { heap: 0.6, external: 2, fds: 0 },
          iterations: SAMPLES * ITERATIONS_PER_SECOND,
          elapsedMs: SAMPLES * 1000,
        },
      })),
    },
  ]
}

function processRecords(process) {
  const probe = (name, unit, noise) => ({ name, unit, noise, floorPerIteration: 0 })
  const samples = Array.from({ length: SAMPLES }, (_, at) => ({
    type: 'sample',
    process,
    iterations: at * ITERATIONS_PER_SECOND,
    elapsedMs: at * 1000,
    wall: STARTED + at * 1000,
    // Five minutes were not measured.
    readings: at >= 12_000 && at < 12_300 ? {} : readingsAt(at),
  }))
  const probes = [
    probe('heap', 'bytes', 'bounded'),
    probe('external', 'bytes', 'bounded'),
    probe('rss', 'bytes', 'noisy'),
    probe('fds', 'count', 'exact'),
  ]
  return [
    {
      type: 'process',
      process,
      pid: 1,
      iterations: 0,
      elapsedMs: 0,
      probes,
      limitBytes: 512_000_000,
    },
    ...samples,
  ]
}

function readingsAt(at) {
  const grown = 20 * ITERATIONS_PER_SECOND * Math.max(0, at - 9000)
  const warm = 1 - Math.exp(-at / 400)
  return {
    heap: Math.round(48e6 + 9e6 * warm + grown + 600_000 * Math.random()),
    external: Math.round(4e6 + 200_000 * Math.random()),
    rss: Math.round(130e6 + 40e6 * warm + grown * 1.3 + 4e6 * Math.random()),
    fds: 21 + Math.round(3 * Math.random()),
  }
}

function loadRecord(at) {
  const p50 = 2 + Math.random()
  const latencyMs = { p50, p99: p50 * 6, max: p50 * (20 + 100 * Math.random() ** 30) }
  return {
    type: 'load',
    elapsedMs: at * 1000,
    iterations: at * ITERATIONS_PER_SECOND,
    failed: 0,
    latencyMs,
  }
}

function event(at) {
  return {
    type: 'event',
    elapsedMs: at * 1000,
    iterations: at * ITERATIONS_PER_SECOND,
    kind: 'not-drained',
    process: 'main',
    message: '3 requests had not ended after 5 s.',
  }
}
