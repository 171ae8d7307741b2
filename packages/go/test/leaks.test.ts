import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkLeak, type ProbeName, type SourcePosition, type Verdict } from '@plateau/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { testOf } from '../../../test/whole.ts'
import { type GoTargetOptions, goTarget, prepare } from '../src/index.ts'
import { findGo } from '../src/toolchain/find-go.ts'
import { describeWithGo, hasCompiler } from './go-toolchain.ts'

interface Truth {
  readonly probe: ProbeName
  readonly site: string
  readonly function: string
  readonly alsoAcceptable?: readonly string[]
  /** The toolchain since which the garbage collector frees it, whatever go.mod says. */
  readonly collectedSince?: string
}

const MODULE = join(import.meta.dirname, 'leaks')
const TRUTH: Readonly<Record<string, Truth>> = JSON.parse(
  readFileSync(join(MODULE, 'truth.json'), 'utf8'),
)
const CLEAN = [
  'cache-filling-to-its-limit',
  'warm-pool',
  'high-allocation',
  'bounded-sync-map',
  'sleeps-on',
  'awaits-a-timer',
  'awaits-a-deadline',
  'asks-ever-new-addresses',
]

/** One for each quantity that is read: these alone are judged by other toolchains. */
const REPRESENTATIVES = [
  'goroutine-blocked-on-receive',
  'eight-byte-object',
  'growing-slice-of-ints',
  'pool-of-growing-buffers',
  'ticker-not-stopped',
  'mapped-memory',
  'locked-thread',
  'file-not-closed',
]

/** In `npm test`: one for each of the two ways in which most are seen. */
const LIKELIEST = ['goroutine-blocked-on-receive', 'eight-byte-object']

/** An iteration of these takes a tenth of a second, in the re-run, too. */
const SLOW = ['goroutine-blocked-once-late']

/** Programs with C are built within their test. */
const TIMEOUT = 300_000

const needsC = (name: string): boolean => name.startsWith('c-')
const names = Object.keys(TRUTH).filter((name) => hasCompiler || !needsC(name))

function target(scenario: string, options: Pick<GoTargetOptions, 'env' | 'processors'> = {}) {
  return goTarget({
    pkg: '.',
    cwd: MODULE,
    scenario,
    // C is left out of the other programs, as it is of most.
    ...(needsC(scenario) && { buildFlags: ['-tags', 'withc'] }),
    ...options,
  })
}

function by(toolchain: string | undefined): Pick<GoTargetOptions, 'env'> {
  return toolchain === undefined ? {} : { env: { GOTOOLCHAIN: toolchain } }
}

function judge(scenario: string, toolchain?: string): Promise<Verdict> {
  const timeLimitMs = SLOW.some((name) => scenario.startsWith(name)) ? 40_000 : 20_000
  return checkLeak(target(scenario, by(toolchain)), { timeLimitMs })
}

function truthOf(name: string): Truth {
  const truth = TRUTH[name]
  if (truth === undefined) throw new Error(`${name} is not in truth.json.`)
  return truth
}

function expectGrowth(name: string, verdict: Verdict): void {
  const { probe, site, alsoAcceptable = [] } = truthOf(name)
  expect(verdict, name).toMatchObject({ kind: 'growth' })
  if (verdict.kind !== 'growth') return
  expect(verdict.growth.map((one) => one.probe)).toContain(probe)
  const [culprit] = verdict.culprits
  const named = [culprit?.site, culprit?.calledFrom].map(told)
  expect([site, ...alsoAcceptable], JSON.stringify(verdict.culprits)).toContain(
    named.find((one) => one === site || alsoAcceptable.includes(one)),
  )
}

function told(position: SourcePosition | undefined): string {
  return position ? `${position.file}:${position.line}` : 'nowhere'
}

describeWithGo('a Go program', () => {
  beforeAll(async () => {
    await prepare(target('warm-pool/clean'))
  }, 300_000)

  for (const name of names) {
    const judged = testOf(LIKELIEST.includes(name))

    judged(`is told to leak, and where: ${name}`, { timeout: TIMEOUT }, async () => {
      const { version } = await findGo(MODULE, process.env)
      const verdict = await judge(`${name}/leaky`)

      if (isCollected(name, version)) expect(verdict).toMatchObject({ kind: 'plateau' })
      else expectGrowth(name, verdict)
    })

    judged(`levels off when it is repaired: ${name}`, { timeout: TIMEOUT }, async () => {
      expect(await judge(`${name}/repaired`)).toMatchObject({ kind: 'plateau' })
    })
  }

  testOf(false)(
    'is told to leak by steps of one store, beside what two processors keep',
    { timeout: TIMEOUT },
    async () => {
      const name = 'growing-map-of-ints'
      const judgeOnTwo = (variant: string) =>
        checkLeak(target(`${name}/${variant}`, { processors: 2 }), { timeLimitMs: 30_000 })

      expectGrowth(name, await judgeOnTwo('leaky'))
      expect(await judgeOnTwo('repaired')).toMatchObject({ kind: 'plateau' })
    },
  )

  for (const name of CLEAN) {
    testOf(name === 'warm-pool')(`levels off although it looks like a leak: ${name}`, async () => {
      expect(await judge(`${name}/clean`)).toMatchObject({ kind: 'plateau' })
    })
  }
})

describeWithGo('goroutines that sleep', () => {
  testOf(false)(
    'are in doubt where they sleep for longer than they can be watched',
    async () => {
      const verdict = await judge('sleeps-for-an-hour/clean')

      expect(verdict).toMatchObject({ kind: 'unsettled', reason: 'suspect' })
      const { advice = '' } = verdict as { advice?: string }
      const told = advice.replace(/watched for \d.*? s/, 'watched for 2.1 s')
      expect(told.replace(/init\.\d+/, 'init.4')).toMatchInlineSnapshot(
        `"Goroutines sleep for 3600 s in main.init.4.func4 (clean_outlives_iteration.go:26), and were watched for 2.1 s after the last iteration: they may end by themselves. Make that time shorter in the test."`,
      )
    },
    60_000,
  )

  testOf(false)('are a leak where they sleep again and again', async () => {
    const verdict = await judge('sleeps-for-ever/leaky')

    expect(verdict).toMatchObject({ kind: 'growth' })
    expect(JSON.stringify(verdict)).toMatch(/stayed over \d.*? s without an iteration/)
  })
})

const PROVES = { GOEXPERIMENT: 'goroutineleakprofile' }

describeWithGo('goroutines that come in bursts', () => {
  testOf(false)(
    'are a leak where Go proves that nothing can wake them',
    { timeout: TIMEOUT },
    async () => {
      const { version } = await findGo(MODULE, process.env)
      const bursts = goTarget({
        pkg: '.',
        cwd: MODULE,
        scenario: 'goroutines-in-bursts/leaky',
        ...(minorOf(version) === 26 && { env: PROVES }),
      })
      await prepare(bursts)

      // The bytes of the heap climb in steps, which convicts by itself.
      const verdict = await checkLeak(bursts, { timeLimitMs: 20_000, probes: ['goroutines'] })

      if (minorOf(version) < 26) expect(verdict.kind).not.toBe('plateau')
      else {
        expect(verdict).toMatchObject({ kind: 'growth', growth: [{ probe: 'goroutines' }] })
        expect(JSON.stringify(verdict)).toContain('proven leaked by the Go runtime')
      }
    },
  )
})

/** `PLATEAU_GO_TOOLCHAINS=go1.22.12,go1.27.4` judges programs of these, too, which Go may have to download. */
const toolchains = (process.env['PLATEAU_GO_TOOLCHAINS'] ?? '').split(',').filter(Boolean)

for (const toolchain of toolchains) {
  const missing = await whyMissing(toolchain)
  if (missing !== undefined) console.warn(`Programs of ${toolchain} are not judged. ${missing}`)

  const describeWithIt = missing === undefined ? describeWithGo : describe.skip
  describeWithIt(`a program of ${toolchain}`, () => {
    beforeAll(() => prepare(target('warm-pool/clean', by(toolchain))), 300_000)

    it.each(REPRESENTATIVES)('is judged as one of any other: %s', async (name) => {
      const leaky = await judge(`${name}/leaky`, toolchain)

      if (isCollected(name, toolchain)) expect(leaky).toMatchObject({ kind: 'plateau' })
      else expectGrowth(name, leaky)
      expect(await judge(`${name}/repaired`, toolchain)).toMatchObject({ kind: 'plateau' })
    })
  })
}

function whyMissing(toolchain: string): Promise<string | undefined> {
  return findGo(MODULE, { ...process.env, GOTOOLCHAIN: toolchain }).then(
    () => undefined,
    (error: Error) => error.message,
  )
}

function isCollected(name: string, version: string): boolean {
  const { collectedSince } = truthOf(name)
  return collectedSince !== undefined && minorOf(version) >= minorOf(collectedSince)
}

function minorOf(version: string): number {
  return Number(/^go1\.(\d+)/.exec(version)?.[1])
}
