import { describe, expect, it } from 'vitest'
import {
  CONFIRM_AT,
  convictingIterations,
  enoughIterations,
  equalBatch,
  evidenceIterations,
  exactIterations,
  firstSampleAt,
  isNearLastIteration,
  isTimeToConfirm,
} from '../../src/target/target-plan.ts'
import { madeUpTargetRun, NODES, type Standing } from './made-up-target-run.ts'

const MIB = 2 ** 20

describe('the first sample of a target', () => {
  const first = async (standing: Standing) => firstSampleAt(await madeUpTargetRun(standing))

  it('is taken after 40 iterations, or what fits into 100 ms', async () => {
    expect(await first({})).toBe(40)
    expect(await first({ iterationMs: 4 })).toBe(25)
    expect(await first({ iterationMs: 25.2 })).toBe(3)
    expect(await first({ iterationMs: 1000 })).toBe(1)
    expect(await first({ iterationMs: 1000, completed: 6 })).toBe(6)
  })

  it('leaves nineteen twentieths of maxIterations for what follows', async () => {
    expect(await first({ options: { maxIterations: 200 } })).toBe(10)
    expect(await first({ options: { maxIterations: 219 } })).toBe(10)
  })
})

describe('the iterations of a target before a plateau', () => {
  const enough = async (standing: Standing) => enoughIterations(await madeUpTargetRun(standing))

  it('are 640, or what fits into 0.4 of the time, and 48 at least', async () => {
    expect(await enough({})).toBe(640)
    expect(await enough({ iterationMs: 400 })).toBe(100)
    expect(await enough({ iterationMs: 4000 })).toBe(48)
  })

  it('fill a bounded store four times, within maxIterations', async () => {
    expect(await enough({ options: { bounded: 1000 } })).toBe(4000)
    expect(await enough({ options: { bounded: 1000, maxIterations: 5000 } })).toBe(4000)
    expect(await enough({ options: { maxIterations: 500 } })).toBe(500)
  })
})

describe('the iterations that are judged exactly', () => {
  const exact = async (standing: Standing) => exactIterations(await madeUpTargetRun(standing))

  it('are those that were asked for', async () => {
    expect(await exact({ options: { iterations: 37 } })).toBe(37)
  })

  it('are all that are left of fewer than 1280', async () => {
    expect(await exact({ options: { maxIterations: 1279 }, completed: 5 })).toBe(1274)
    expect(await exact({ options: { maxIterations: 1280 }, completed: 5 })).toBeUndefined()
    expect(await exact({ options: { maxIterations: 100 }, completed: 99 })).toBe(1)
    expect(await exact({ options: { maxIterations: 100 }, completed: 100 })).toBeUndefined()
    expect(await exact({ options: { maxIterations: 1000, bounded: 1 } })).toBeUndefined()
  })
})

it('a leak is called after 256 iterations, by counts after 48, and whenever it was asked for', async () => {
  const run = await madeUpTargetRun()
  const asked = await madeUpTargetRun({ options: { iterations: 10 } })

  expect(convictingIterations(run, false)).toBe(256)
  expect(convictingIterations(run, true)).toBe(48)
  expect(convictingIterations(asked, false)).toBe(0)
})

describe('growth of a target is confirmed', () => {
  const isTime = async (standing: Standing, openedMs = 0) =>
    isTimeToConfirm(await madeUpTargetRun(standing), openedMs)

  it('from 5000 iterations, or once a bounded store is full four times over', async () => {
    expect(CONFIRM_AT).toBe(5000)
    expect(await isTime({ completed: 4999 })).toBe(false)
    expect(await isTime({ completed: 5000 })).toBe(true)
    expect(await isTime({ completed: 7999, options: { bounded: 2000 } })).toBe(false)
    expect(await isTime({ completed: 8000, options: { bounded: 2000 } })).toBe(true)
  })

  it('from 64 MiB of growth, of bytes only', async () => {
    const grownBy = (amount: number) => [
      { iterations: 1, readings: [1000] },
      { iterations: 400, readings: [1000 + amount] },
    ]

    expect(await isTime({ completed: 400, samples: grownBy(64 * MIB) })).toBe(false)
    expect(await isTime({ completed: 400, samples: grownBy(64 * MIB + 1) })).toBe(true)
    expect(await isTime({ completed: 400, samples: grownBy(99 * MIB), probes: [NODES] })).toBe(
      false,
    )
  })

  it('when a doubling would end after a quarter of the time since the target was opened', async () => {
    const slow = { completed: 250, iterationMs: 90 }

    expect(await isTime({ ...slow, spentMs: 2500 })).toBe(false)
    expect(await isTime({ ...slow, spentMs: 2501 })).toBe(true)
    expect(await isTime({ ...slow, sampleMs: 1000, spentMs: 500 })).toBe(false)
    expect(await isTime({ ...slow, sampleMs: 1000, spentMs: 501 })).toBe(true)
    expect(await isTime({ ...slow, spentMs: 21_875 }, 20_000)).toBe(true)
    expect(await isTime({ ...slow, iterationMs: 60, spentMs: 25_000 }, 20_000)).toBe(false)
  })

  it('after 0.4 of the time where fewer iterations could not convict', async () => {
    // 113 iterations and 1.25 times as many convict just not.
    expect(await isTime({ completed: 113, spentMs: 40_000 })).toBe(false)
    expect(await isTime({ completed: 113, spentMs: 40_001 })).toBe(true)
    expect(await isTime({ completed: 114, spentMs: 30_000 })).toBe(true)
  })

  it('while a fifth of the allowed iterations is left for it', async () => {
    const options = { maxIterations: 2000 }

    expect(await isTime({ completed: 400, options })).toBe(false)
    expect(await isTime({ completed: 401, options })).toBe(true)
    expect(isNearLastIteration(await madeUpTargetRun({ completed: 400, options }))).toBe(false)
    expect(isNearLastIteration(await madeUpTargetRun({ completed: 401, options }))).toBe(true)
  })
})

it('an equal batch of a target is what fits into 0.4 of the time that is left, and 8 at least', async () => {
  const batch = async (standing: Standing) => equalBatch(await madeUpTargetRun(standing), 300, 5)

  expect(await batch({})).toBe(300)
  expect(await batch({ iterationMs: 80 })).toBe(100)
  expect(await batch({ iterationMs: 80, spentMs: 50_000 })).toBe(50)
  expect(await batch({ iterationMs: 80, sampleMs: 4000 })).toBe(50)
  expect(await batch({ iterationMs: 8000 })).toBe(8)
  expect(equalBatch(await madeUpTargetRun({ iterationMs: 8000 }), 5, 5)).toBe(5)
  expect(equalBatch(await madeUpTargetRun({}), 0, 5)).toBe(1)
})

it('evidence takes a quarter of the iterations, 512 at most, in half of the time that is left', async () => {
  const evidence = async (standing: Standing) => evidenceIterations(await madeUpTargetRun(standing))

  expect(await evidence({ completed: 100_000 })).toBe(512)
  expect(await evidence({ completed: 401 })).toBe(101)
  expect(await evidence({ completed: 4000, iterationMs: 62.5 })).toBe(100)
  expect(await evidence({ completed: 4000, iterationMs: 62.5, spentMs: 50_000 })).toBe(50)
  expect(await evidence({ completed: 4000, iterationMs: 62.5, sampleMs: 12_500 })).toBe(50)
  expect(await evidence({ completed: 4000, sampleMs: 50_000 })).toBe(0)
})
