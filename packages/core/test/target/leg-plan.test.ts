import { describe, expect, it } from 'vitest'
import { isRoundLeft, JUDGED_LEGS, planLegs } from '../../src/target/leg-plan.ts'
import { HEAP, madeUpTargetRun, NODES, OBJECTS, type Standing } from './made-up-target-run.ts'

const MIB = 2 ** 20

async function legs(standing: Standing) {
  const run = await madeUpTargetRun(standing)
  const iterations = await planLegs(run)
  return { iterations, probed: run.completed - (standing.completed ?? 0) }
}

describe('a leg', () => {
  it('has 512 iterations, after two of 16 that look ahead; five are judged', async () => {
    expect(await legs({})).toEqual({ iterations: 512, probed: 32 })
    expect(JUDGED_LEGS).toBe(5)
  })

  it('fills a bounded store', async () => {
    expect(await legs({ options: { bounded: 2000 } })).toMatchObject({ iterations: 2000 })
  })

  it('is a sixth of the iterations that are left', async () => {
    expect(await legs({ options: { maxIterations: 632 } })).toEqual({ iterations: 100, probed: 32 })
    expect(await legs({ options: { maxIterations: 633 }, completed: 1 })).toEqual({
      iterations: 100,
      probed: 32,
    })
    expect(await legs({ options: { maxIterations: 48 } })).toEqual({ iterations: 7, probed: 4 })
    expect(await legs({ options: { maxIterations: 24 } })).toEqual({ iterations: 3, probed: 2 })
    expect(await legs({ options: { maxIterations: 23 } })).toEqual({ iterations: 3, probed: 0 })
    expect(await legs({ options: { maxIterations: 3 } })).toEqual({ iterations: 1, probed: 0 })
  })

  it('lets no bytes grow by more than 64 MiB in six legs', async () => {
    const perIteration = MIB / 12
    const readings = (done: number) => ({ heap: perIteration * done })

    expect(await legs({ readings })).toMatchObject({ iterations: 128 })
  })

  it('lets no count grow by more than 600 in six legs, but that of objects', async () => {
    const readings = (done: number) => ({ nodes: done, heapObjects: 1000 * done })

    expect(await legs({ readings, probes: [NODES] })).toMatchObject({ iterations: 100 })
    expect(await legs({ readings, probes: [OBJECTS] })).toMatchObject({ iterations: 512 })
    expect(await legs({ readings, probes: [HEAP, NODES] })).toMatchObject({ iterations: 100 })
  })

  it('has 8 iterations at least, however much grows', async () => {
    const readings = (done: number) => ({ heap: 100 * MIB * done })

    expect(await legs({ readings })).toMatchObject({ iterations: 8 })
  })

  it('is as long as ever where something falls', async () => {
    expect(await legs({ readings: (done) => ({ heap: -done }) })).toMatchObject({ iterations: 512 })
  })
})

describe('another round of five legs is begun', () => {
  const isLeft = async (standing: Standing) => isRoundLeft(await madeUpTargetRun(standing), 100)

  it('where it ends before 0.55 of the time is over', async () => {
    const slow = { iterationMs: 10, sampleMs: 1000 }

    expect(await isLeft({ ...slow, spentMs: 45_000 })).toBe(true)
    expect(await isLeft({ ...slow, spentMs: 45_001 })).toBe(false)
  })

  it('where the iterations allow it', async () => {
    expect(await isLeft({ completed: 500, options: { maxIterations: 1000 } })).toBe(true)
    expect(await isLeft({ completed: 501, options: { maxIterations: 1000 } })).toBe(false)
  })

  it('where fewer than 256 MiB have grown', async () => {
    const grownBy = (amount: number) => ({
      probes: [NODES, HEAP],
      samples: [
        { iterations: 1, readings: [0, 5000] },
        { iterations: 400, readings: [1e9, 5000 + amount] },
      ],
    })

    expect(await isLeft(grownBy(256 * MIB - 1))).toBe(true)
    expect(await isLeft(grownBy(256 * MIB))).toBe(false)
  })
})
