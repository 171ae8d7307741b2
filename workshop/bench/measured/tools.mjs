// One tool on one scenario, in a process of its own: what it says, and the processor time it takes.
import { collect } from '@plateau/expose-gc-wrapper'
import { cpuMs } from './heap.mjs'
import { SCENARIOS } from './scenarios.mjs'

const ITERATIONS = 1000
const [tool, name] = process.argv.slice(2)
const run = SCENARIOS[name].make()

/** Each loads its tool and returns what says whether there is a leak: loading is not measured. */
const TOOLS = {
  'bare loop and two collections': async () => () => {
    loop(ITERATIONS)
    collect('full')
    collect('full')
    return undefined
  },
  'heapUsed before and after': async () => () => {
    loop(ITERATIONS)
    collect('full')
    const before = process.memoryUsage().heapUsed
    loop(ITERATIONS)
    collect('full')
    return process.memoryUsage().heapUsed > before
  },
  'jest-leak-detector': async () => {
    const { default: loaded } = await import('jest-leak-detector')
    const LeakDetector = loaded.default ?? loaded
    return async () => {
      const detector = new LeakDetector(Object(run()))
      return detector.isLeaking()
    }
  },
  leakage: async () => {
    const { iterate } = (await import('leakage')).default
    return () => {
      try {
        iterate(run)
        return false
      } catch (error) {
        if (error.name !== 'MemoryLeakError') throw error
        return true
      }
    }
  },
  'memlab (its own rules)': () => memlab(false),
  'memlab (every object)': () => memlab(true),
  Plateau: async () => {
    const { checkLeak } = await import('@plateau/core')
    return async () => toldBy(await checkLeak(run, { timeLimitMs: 60_000, explain: 'off' }))
  },
  'Plateau with its explanation': async () => {
    const { checkLeak } = await import('@plateau/core')
    return async () => toldBy(await checkLeak(run, { timeLimitMs: 60_000 }))
  },
}

const judge = await TOOLS[tool]()
let saysLeak
const ms = await cpuMs(async () => {
  saysLeak = await judge()
})
console.log(JSON.stringify({ tool, scenario: name, saysLeak: saysLeak ?? null, ms }))
process.exit(0)

function loop(iterations) {
  for (let at = 0; at < iterations; at++) run()
}

function toldBy({ kind }) {
  return kind === 'unsettled' ? 'unsettled' : kind === 'growth'
}

/** Three snapshots of this process, as for a page. */
async function memlab(isEvery) {
  const { mkdtempSync } = await import('node:fs')
  const { tmpdir } = await import('node:os')
  const { join } = await import('node:path')
  const { writeHeapSnapshot } = await import('node:v8')
  const { findLeaksBySnapshotFilePaths } = (await import('@memlab/api')).default
  const { config } = (await import('@memlab/core')).default
  if (isEvery) config.externalLeakFilter = { leakFilter: () => true }
  config.muteConsole = true
  const folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'))
  const snapshot = (file) => writeHeapSnapshot(join(folder, `${file}.heapsnapshot`))
  return async () => {
    loop(10)
    const baseline = snapshot('baseline')
    loop(100)
    const target = snapshot('target')
    const leaks = await findLeaksBySnapshotFilePaths(baseline, target, snapshot('final'))
    const { rmSync } = await import('node:fs')
    rmSync(folder, { recursive: true })
    return leaks.length > 0
  }
}
