import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'

const SOURCE = new URL('../../src/engine/noise-switch.ts', import.meta.url)

/** Stripping types takes WebAssembly, which a process without a compiler does not have. */
const BUILT = new URL('../../dist/engine/noise-switch.js', import.meta.url)

const BUILD = fileURLToPath(new URL('../../../../workshop/build/build.mjs', import.meta.url))

/** Every compiler works in the same job, so that the tiers that are seen do not depend on time. */
const COMPILE_AT_ONCE = [
  '--no-concurrent-recompilation',
  '--no-concurrent-sparkplug',
  '--no-baseline-batch-compilation',
]

/** Runs a new hot function and names the compilers whose code it ran, in order. */
const TIERS = `
  let made = 0
  function tiers() {
    const hot = new Function('n', 'let s = ' + made++ + '; for (let i = 0; i < n; i++) s += i * i')
    const seen = new Set()
    for (let calls = 0; calls < 20_000; calls++) {
      hot(100)
      if (%ActiveTierIsTurbofan(hot)) seen.add('turbofan')
      else if (%ActiveTierIsMaglev(hot)) seen.add('maglev')
      else if (%ActiveTierIsSparkplug(hot)) seen.add('sparkplug')
      else seen.add('ignition')
    }
    return [...seen]
  }`

/** Bytes that one call of a new function leaves: its feedback, when that is not allocated lazily. */
const FEEDBACK = `
  import v8 from 'node:v8'
  let made = 0
  const kept = []
  function fresh(id) {
    return '(function (a) { const x = { a, b: ' + id + ' }; return x.a + x.b + String(a).slice(1) })'
  }
  function feedbackBytes() {
    const before = kept.length
    for (let i = 0; i < 300; i++) kept.push(eval(fresh(made++)))
    gc()
    const heapBytes = v8.getHeapStatistics().used_heap_size
    for (let i = before; i < kept.length; i++) kept[i]('')
    gc()
    return Math.max(0, Math.floor((v8.getHeapStatistics().used_heap_size - heapBytes) / 300))
  }`

describe('the silenced engine', () => {
  it('only interprets, and compiles with every compiler again once it is restored', () => {
    const { launched, silent, restored } = tiersWith()

    expect(launched.at(-1)).toBe('turbofan')
    expect(silent).toEqual(['ignition'])
    expect(restored).toEqual(launched)
  })

  it('optimizes code again that was made while it was silent', () => {
    const output = run({
      flags: ['--allow-natives-syntax', ...COMPILE_AT_ONCE],
      script: `
        import { restoreEngine, silenceEngine } from '${SOURCE}'
        const hot = new Function('n', 'let s = 0; for (let i = 0; i < n; i++) s += i * i')
        function isOptimized() {
          for (let calls = 0; calls < 20_000; calls++) hot(100)
          return %ActiveTierIsTurbofan(hot)
        }
        silenceEngine()
        const silent = isOptimized()
        restoreEngine()
        console.log(JSON.stringify({ silent, restored: isOptimized() }))`,
    })

    expect(JSON.parse(output)).toEqual({ silent: false, restored: true })
  })

  it('may be silenced and restored many times', () => {
    const { launched, restored } = tiersWith({ times: 100 })

    expect(restored).toEqual(launched)
  })

  it('gives a function its feedback at once, and lazily again once it is restored', () => {
    const output = run({
      flags: ['--expose-gc'],
      script: `
        import { restoreEngine, silenceEngine } from '${SOURCE}'
        ${FEEDBACK}
        feedbackBytes()
        const launched = feedbackBytes()
        silenceEngine()
        const silent = feedbackBytes()
        restoreEngine()
        console.log(JSON.stringify({ launched, silent, restored: feedbackBytes() }))`,
    })
    const { launched, silent, restored } = JSON.parse(output)

    expect(silent).toBeGreaterThan(launched + 8)
    expect(restored).toBeLessThan(launched + 8)
  })
})

/** The function whose allocations a profile tells of, once its caller was optimized. */
const ALLOCATES = `
  import { Session } from 'node:inspector'
  function allocating() {
    const made = new Function('function inner(i) { return { i } } return function outer(i) { return inner(i) }')()
    for (let calls = 0; calls < 20_000; calls++) made(calls)
    const session = new Session()
    session.connect()
    session.post('HeapProfiler.startSampling', { samplingInterval: 1 })
    const kept = Array.from({ length: 100 }, (_, i) => made(i))
    let names = []
    session.post('HeapProfiler.stopSampling', (_, { profile }) => {
      const visit = ({ callFrame, selfSize, children }) => {
        if (/^(inner|outer)$/.test(callFrame.functionName) && selfSize >= 16 * kept.length) names.push(callFrame.functionName)
        children.forEach(visit)
      }
      visit(profile.head)
    })
    session.disconnect()
    return names
  }`

describe('an engine that does not inline', () => {
  it('keeps each function on the stack, and inlines again once it is restored', () => {
    const output = run({
      flags: COMPILE_AT_ONCE,
      script: `
        import { compileUninlined, restoreEngine } from '${SOURCE}'
        ${ALLOCATES}
        const launched = allocating()
        compileUninlined()
        const uninlined = allocating()
        restoreEngine()
        console.log(JSON.stringify({ launched, uninlined, restored: allocating() }))`,
    })

    expect(JSON.parse(output)).toEqual({
      launched: ['outer'],
      uninlined: ['inner'],
      restored: ['outer'],
    })
  })
})

describe('the restored engine', () => {
  it.each([
    ['--no-opt', 'turbofan'],
    ['--no_opt', 'turbofan'],
    ['--noopt', 'turbofan'],
    ['--no-turbofan', 'turbofan'],
    ['--no-maglev', 'maglev'],
    ['--no-sparkplug', 'sparkplug'],
  ])('launched with %s stays without %s', (flag, compiler) => {
    const { launched, silent, restored } = tiersWith({ flags: [flag] })

    expect(launched).not.toContain(compiler)
    expect(silent).toEqual(['ignition'])
    expect(restored).toEqual(launched)
  })

  it('follows the last of two launch flags that contradict each other', () => {
    const { restored } = tiersWith({ flags: ['--no-opt', '--opt'] })

    expect(restored).toContain('turbofan')
  })
})

describe('an engine without a compiler', () => {
  beforeAll(buildWhereMissing)

  it.each(['--jitless', '--lite-mode'])('launched with %s is left without one', (flag) => {
    expect(run({ flags: [flag], script: switching(BUILT) })).toBe('no compiler was woken')
  })

  it('launched through NODE_OPTIONS is left without one', () => {
    const env = { ...process.env, NODE_OPTIONS: '--jitless' }

    expect(run({ flags: [], script: switching(BUILT), env })).toBe('no compiler was woken')
  })

  it('is left without one from a worker that has launch flags of its own', () => {
    expect(run({ flags: ['--jitless'], script: inWorker(switching(BUILT)) })).toBe(
      'no compiler was woken',
    )
  })
})

describe('an engine whose flags are frozen', () => {
  beforeAll(buildWhereMissing)

  it('is left as it is', () => {
    const flags = ['--freeze-flags-after-init']

    expect(run({ flags, script: switching(BUILT) })).toBe('no compiler was woken')
  })

  it('is left as it is from a worker that has launch flags of its own', () => {
    const flags = ['--freeze-flags-after-init']

    expect(run({ flags, script: inWorker(switching(BUILT)) })).toBe('no compiler was woken')
  })
})

interface Tiers {
  readonly launched: readonly string[]
  readonly silent: readonly string[]
  readonly restored: readonly string[]
}

function tiersWith({ flags = [] as readonly string[], times = 1 } = {}): Tiers {
  const output = run({
    flags: ['--allow-natives-syntax', ...COMPILE_AT_ONCE, ...flags],
    script: `
      import { restoreEngine, silenceEngine } from '${SOURCE}'
      ${TIERS}
      const launched = tiers()
      for (let more = 1; more < ${times}; more++) {
        silenceEngine()
        restoreEngine()
      }
      silenceEngine()
      const silent = tiers()
      restoreEngine()
      console.log(JSON.stringify({ launched, silent, restored: tiers() }))`,
  })
  return JSON.parse(output)
}

/** Aborts or crashes where a flag is set that must not be. */
function switching(module: URL): string {
  return `
    const { restoreEngine, silenceEngine } = await import('${module}')
    function hot(n) {
      let s = 0
      for (let i = 0; i < n; i++) s += i * i
      return s
    }
    silenceEngine()
    for (let calls = 0; calls < 20_000; calls++) hot(100)
    restoreEngine()
    for (let calls = 0; calls < 20_000; calls++) hot(100)
    console.log('no compiler was woken')`
}

/** A test runner's pool of threads starts its workers with flags of its own. */
function inWorker(script: string): string {
  return `
    import { Worker } from 'node:worker_threads'
    new Worker(${JSON.stringify(`(async () => {${script}})()`)}, { eval: true, execArgv: [] })`
}

function run({
  flags,
  script,
  env = process.env,
}: {
  readonly flags: readonly string[]
  readonly script: string
  readonly env?: NodeJS.ProcessEnv
}): string {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    // The built module resolves the built package beside it.
    [
      ...(script.includes(BUILT.href) ? [] : ['--conditions=source']),
      ...flags,
      ...evaluated(script),
    ],
    { encoding: 'utf8', env },
  )
  expect({ status, signal, stderr: status === 0 ? '' : stderr }).toEqual({
    status: 0,
    signal: null,
    stderr: '',
  })
  return stdout.trim()
}

function evaluated(script: string): readonly string[] {
  return ['--input-type=module', '--eval', script]
}

function buildWhereMissing(): void {
  if (!existsSync(BUILT)) spawnSync(process.execPath, [BUILD], { stdio: 'inherit' })
}
