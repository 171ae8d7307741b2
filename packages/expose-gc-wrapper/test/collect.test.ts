import { setImmediate } from 'node:timers/promises'
import v8 from 'node:v8'
import vm from 'node:vm'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { collect, forceGc, isGcExposed } from '../src/collect.ts'
import { runInNode, SOURCE } from './run-in-node.ts'

describe('a full collection', () => {
  it('frees what nothing holds', async () => {
    const ref = new WeakRef(session())
    await setImmediate()

    forceGc()

    expect(ref.deref()).toBeUndefined()
  })

  it('keeps what is held', async () => {
    const held = session()
    const ref = new WeakRef(held)
    await setImmediate()

    forceGc()

    expect(ref.deref()).toBe(held)
  })

  it('frees what was promoted to the old generation', async () => {
    const ref = await promoted()

    collect('full')

    expect(ref.deref()).toBeUndefined()
  })

  it('is what collect does without an argument', async () => {
    const ref = await promoted()

    collect()

    expect(ref.deref()).toBeUndefined()
  })

  it('frees what a vm context dropped', async () => {
    const context = vm.createContext({ forceGc })
    vm.runInContext('globalThis.ref = new WeakRef({ user: "ada" })', context)
    await setImmediate()

    vm.runInContext('forceGc()', context)

    expect(vm.runInContext('ref.deref()', context)).toBeUndefined()
  })

  it('frees what a worker thread dropped', async () => {
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads')
      import('${SOURCE}').then(({ forceGc }) => {
        const ref = new WeakRef({ user: 'ada' })
        setImmediate(() => {
          const before = ref.deref() !== undefined
          setImmediate(() => {
            forceGc()
            parentPort.postMessage({ before, after: ref.deref() !== undefined })
          })
        })
      })`,
      { eval: true, execArgv: ['--conditions=source'] },
    )

    const seen = await new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject)
    })

    expect(seen).toEqual({ before: true, after: false })
    await worker.terminate()
  })

  it('is reported by V8 as one', () => {
    expect(collectionsOf(forceGc)).toContain('MarkSweepCompact')
  })
})

describe('a minor collection', () => {
  it('frees what is young', () => {
    collect('minor')
    const before = v8.getHeapStatistics().used_heap_size
    for (let at = 0; at < 100; at++) new Array(1000).fill(at)

    collect('minor')

    expect(v8.getHeapStatistics().used_heap_size - before).toBeLessThan(100_000)
  })

  it('leaves what is old', async () => {
    const ref = await promoted()

    collect('minor')

    expect(ref.deref()).toBeDefined()
  })

  it('is no full one', () => {
    forceGc()

    const kinds = collectionsOf(() => collect('minor'))

    expect(kinds.length).toBeGreaterThan(0)
    expect(kinds).not.toContain('MarkSweepCompact')
  })
})

describe('collect', () => {
  it('takes no other kind', () => {
    expect(() => collect('sometimes' as never)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: collect(kind) takes 'minor' or 'full', received "sometimes".]`,
    )
    expect(() => collect(null as never)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: collect(kind) takes 'minor' or 'full', received null.]`,
    )
    expect(() => collect('sometimes' as never)).toThrow(TypeError)
  })
})

describe('in a process without --expose-gc', () => {
  it('no gc is left behind, in this realm or in a new one', () => {
    forceGc()
    collect('minor')

    expect(isGcExposed()).toBe(false)
    expect(globalThis).not.toHaveProperty('gc')
    expect(vm.runInNewContext('typeof gc')).toBe('undefined')
  })

  it('a replaced global gc is not believed', () => {
    const { status, stdout } = runInNode(`
      import { forceGc } from '${SOURCE}'
      globalThis.gc = () => {}
      ${FREES}`)

    expect({ status, stdout }).toEqual({ status: 0, stdout: 'freed' })
  })
})

describe('in a process with --expose-gc', () => {
  it('the global gc stays, in this realm and in new ones', () => {
    const { stdout } = runInNode(
      `import { forceGc, isGcExposed } from '${SOURCE}'
      import vm from 'node:vm'
      forceGc()
      console.log(isGcExposed(), typeof gc, vm.runInNewContext('typeof gc'))`,
      ['--expose-gc'],
    )

    expect(stdout).toBe('true function function')
  })

  it('a replaced global gc is not believed, and left as it is', () => {
    const { stdout } = runInNode(
      `import { forceGc } from '${SOURCE}'
      const replaced = globalThis.gc = () => {}
      ${FREES}
      console.log(globalThis.gc === replaced)`,
      ['--expose-gc'],
    )

    expect(stdout).toBe('freed\ntrue')
  })
})

/** Prints whether what nothing holds is freed; expects `forceGc` in scope. */
const FREES = `
  const ref = new WeakRef({ user: 'ada' })
  await new Promise((resolve) => setImmediate(resolve))
  forceGc()
  console.log(ref.deref() === undefined ? 'freed' : 'kept')`

function session(): object {
  return { user: 'ada' }
}

/** A reference to an object that survived two collections and that nothing holds any more. */
async function promoted(): Promise<WeakRef<object>> {
  let held: object | undefined = session()
  const ref = new WeakRef(held)
  forceGc()
  forceGc()
  expect(ref.deref()).toBe(held)
  held = undefined
  await setImmediate()
  return ref
}

/** The kinds of the collections that V8 reports while `act` runs. */
function collectionsOf(act: () => void): readonly string[] {
  const profiler = new v8.GCProfiler()
  profiler.start()
  act()
  return profiler.stop()?.statistics.map(({ gcType }) => gcType) ?? []
}
