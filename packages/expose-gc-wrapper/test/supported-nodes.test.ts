import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { describeOf } from '../../../test/whole.ts'
import { nodeBinary } from '../../../workshop/installed-project.mjs'

/** What users install: the build, for an old Node cannot run the sources. */
const BUILT = fileURLToPath(new URL('../dist/cjs/index.js', import.meta.url))
const BUILD = fileURLToPath(new URL('../../../workshop/build/build.mjs', import.meta.url))

beforeAll(() => {
  if (!existsSync(BUILT)) spawnSync(process.execPath, [BUILD], { stdio: 'inherit' })
})

for (const major of [20, 22, 24, 26]) {
  describeOf(major === 24)(`on Node ${major}`, () => {
    let binary: string

    beforeAll(() => {
      binary = nodeBinary(major)
    }, 300_000)

    it('a full collection frees what nothing holds, and leaves no gc behind', () => {
      const seen = run(`
      const ref = new WeakRef({ user: 'ada' })
      setImmediate(() => {
        forceGc()
        const freed = ref.deref() === undefined
        const realms = [typeof gc, require('node:vm').runInNewContext('typeof gc')]
        print({ major: parseInt(process.versions.node), freed, realms })
      })`)

      expect(seen).toEqual({ major, freed: true, realms: ['undefined', 'undefined'] })
    })

    it('a full collection frees what is old, which a minor one leaves', () => {
      const seen = run(`
      let held = { user: 'ada' }
      const ref = new WeakRef(held)
      forceGc()
      forceGc()
      held = undefined
      setImmediate(() => {
        collect('minor')
        const afterMinor = ref.deref() !== undefined
        setImmediate(() => {
          collect('full')
          print({ afterMinor, afterFull: ref.deref() !== undefined })
        })
      })`)

      expect(seen).toEqual({ afterMinor: true, afterFull: false })
    })

    it('V8 reports no full collection for a minor one', () => {
      const seen = run(`
      forceGc()
      const profiler = new (require('node:v8').GCProfiler)()
      profiler.start()
      collect('minor')
      const kinds = profiler.stop().statistics.map(({ gcType }) => gcType)
      print({ some: kinds.length > 0, full: kinds.includes('MarkSweepCompact') })`)

      expect(seen).toEqual({ some: true, full: false })
    })

    it('a worker thread collects too', () => {
      const seen = run(`
      const { Worker } = require('node:worker_threads')
      new Worker(\`
        const { forceGc } = require(${JSON.stringify(BUILT)})
        const { parentPort } = require('node:worker_threads')
        const ref = new WeakRef({ user: 'ada' })
        setImmediate(() => {
          forceGc()
          parentPort.postMessage({ freed: ref.deref() === undefined })
        })\`, { eval: true }).once('message', print)`)

      expect(seen).toEqual({ freed: true })
    })

    it('throws where the flags are frozen, rather than letting V8 abort', () => {
      const seen = run('try { forceGc() } catch ({ code }) { print(code) }', [
        '--freeze-flags-after-init',
      ])

      expect(seen).toBe('PLATEAU_GC_UNAVAILABLE')
    })

    function run(script: string, flags: readonly string[] = []): unknown {
      const { status, stdout, stderr } = spawnSync(
        binary,
        [
          ...flags,
          '--eval',
          `const { collect, forceGc } = require(${JSON.stringify(BUILT)})
        const print = (seen) => console.log(JSON.stringify(seen))
        ${script}`,
        ],
        { encoding: 'utf8' },
      )
      expect(stderr).toBe('')
      expect(status).toBe(0)
      return JSON.parse(stdout)
    }
  })
}
