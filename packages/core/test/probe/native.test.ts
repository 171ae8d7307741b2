import { expect, test } from 'vitest'
import { checkLeak, describeVerdict } from '../../src/index.ts'
import { nativeProbe } from '../../src/probe/native.ts'
import { buildAddOn, type Take } from './native-add-on.ts'

const KIB = 1024
const addOn = nativeProbe() && buildAddOn()
if (!addOn) console.warn('Left out, for want of Linux or a C compiler: leaks of a native add-on.')
const take = addOn as Take
/** What is looked into must find time for it, on a busy machine too. */
const LONG = { timeLimitMs: 40_000 } as const
const testAddOn = test.runIf(addOn)

testAddOn('64 KiB that an add-on keeps per iteration are growth', async () => {
  const verdict = await checkLeak(() => take(64 * KIB, true), LONG)

  expect(verdict, describeVerdict(verdict)).toMatchObject({
    kind: 'growth',
    growth: [{ probe: 'native' }],
    culprits: [],
    notes: [expect.stringMatching(/Loaded add-ons: .*keep-bytes\.node/)],
  })
})

testAddOn('64 KiB that an add-on frees level off', async () => {
  const verdict = await checkLeak(() => take(64 * KIB, false))

  expect(verdict, describeVerdict(verdict)).toMatchObject({
    kind: 'plateau',
    resolution: { native: expect.any(Number) },
  })
})

testAddOn('16 KiB that an add-on keeps per iteration are suspect', async () => {
  const verdict = await checkLeak(() => take(16 * KIB, true), LONG)

  expect(verdict, describeVerdict(verdict)).toMatchObject({
    kind: 'unsettled',
    reason: 'suspect',
    suspects: [{ probe: 'native' }],
  })
})

testAddOn('4 KiB that an add-on keeps per iteration are told by the resolution alone', async () => {
  const verdict = await checkLeak(() => take(4 * KIB, true))

  expect(verdict, describeVerdict(verdict)).toMatchObject({ kind: 'plateau' })
  expect(verdict.resolution.native).toBeGreaterThanOrEqual(8 * KIB)
})

testAddOn('what is tolerated is no growth', async () => {
  const verdict = await checkLeak(() => take(64 * KIB, true), { tolerate: { native: 66 * KIB } })

  expect(verdict, describeVerdict(verdict)).toMatchObject({ kind: 'plateau' })
})

testAddOn('native growth is accepted where it is known', async () => {
  const known = {
    match: { probe: 'native' },
    maxPerIteration: 70 * KIB,
    reason: 'the vendor is told',
    until: '2999-12-31',
  } as const

  const verdict = await checkLeak(() => take(64 * KIB, true), { ...LONG, known: [known] })

  expect(verdict, describeVerdict(verdict)).toMatchObject({ kind: 'plateau', known: [known] })
})

testAddOn('is found by its own name alone', async () => {
  const verdict = await checkLeak(() => take(64 * KIB, true), { ...LONG, probes: ['native'] })

  expect(verdict, describeVerdict(verdict)).toMatchObject({ kind: 'growth' })
})

testAddOn('is found beside exactly so many iterations', async () => {
  const verdict = await checkLeak(() => take(256 * KIB, true), { ...LONG, iterations: 100 })

  expect(verdict, describeVerdict(verdict)).toMatchObject({ kind: 'growth' })
})
