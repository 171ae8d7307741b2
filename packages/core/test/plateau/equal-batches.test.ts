import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowance } from '../../src/plateau/allowance.ts'
import { type EqualBatches, type Shape, shapeOf } from '../../src/plateau/equal-batches.ts'

const anyDeltas = fc.array(fc.integer({ min: -100_000, max: 100_000 }), {
  minLength: 2,
  maxLength: 8,
})
const anyUnit = fc.constantFrom('bytes' as const, 'count' as const)
const anyLength = fc.integer({ min: 1, max: 10_000 })

describe('bytes', () => {
  it('are flat up to 96 over all batches', () => {
    expect(shapeOfBytes([24, 24, 24, 24])).toBe('flat')
    expect(shapeOfBytes([25, 24, 24, 24])).toBe('steady')
  })

  it('are flat up to 0.1 per iteration over all batches', () => {
    expect(shapeOfBytes([250, 250, 250, 250], { iterationsPerBatch: 2500 })).toBe('flat')
    expect(shapeOfBytes([251, 250, 250, 250], { iterationsPerBatch: 2500 })).toBe('steady')
  })

  it('are flat up to what is tolerated', () => {
    const tolerating = { toleratedPerIteration: 8 }

    expect(shapeOfBytes([824, 824, 824, 824], tolerating)).toBe('flat')
    expect(shapeOfBytes([825, 824, 824, 824], tolerating)).toBe('steady')
  })

  it('are flat where one batch steps up and the others gain a quarter of that or 96 at most', () => {
    expect(shapeOfBytes([120, 30, 0, 0])).toBe('flat')
    expect(shapeOfBytes([120, 31, 0, 0])).toBe('irregular')
    expect(shapeOfBytes([200, -96, 0, 0])).toBe('flat')
    expect(shapeOfBytes([200, -97, 0, 0])).toBe('irregular')
  })

  it('are flat where they fall', () => {
    expect(shapeOfBytes([-5000, -5000, -5000, -5000])).toBe('flat')
  })

  it('grow steadily while batches differ by at most 10 % of the highest', () => {
    expect(shapeOfBytes([1000, 1000, 1000, 900])).toBe('steady')
    expect(shapeOfBytes([1000, 1000, 1000, 899])).toBe('irregular')
  })

  it('grow irregularly when one batch does not grow', () => {
    expect(shapeOfBytes([1000, 1000, 1000, 0])).toBe('irregular')
    expect(shapeOfBytes([1000, 1000, 1000, -16])).toBe('irregular')
  })

  it('grow irregularly in the stairs of a store that doubles', () => {
    expect(shapeOfBytes([0, 0, 8192, 0])).toBe('irregular')
    expect(shapeOfBytes([0, 512, 8192, 0])).toBe('irregular')
    expect(shapeOfBytes([0, 4096, 0, 4096])).toBe('irregular')
    expect(shapeOfBytes([1024, 2048, 4096, 8192])).toBe('irregular')
  })

  it('are flat after one small step, up to 2 per iteration in all', () => {
    expect(shapeOfBytes([0, 1600, 0, 0], { iterations: 800 })).toBe('flat')
    expect(shapeOfBytes([0, 1601, 0, 0], { iterations: 800 })).toBe('irregular')
  })

  it('are not flat after one small step when the other batches grow too', () => {
    expect(shapeOfBytes([48, 1600, 48, 0], { iterations: 800 })).toBe('flat')
    expect(shapeOfBytes([48, 1600, 49, 0], { iterations: 800 })).toBe('irregular')
  })

  it('are not flat after one small step of only two batches', () => {
    expect(shapeOfBytes([0, 1600], { iterations: 800 })).toBe('irregular')
    expect(shapeOfBytes([0, 1600, 0], { iterations: 800 })).toBe('flat')
  })

  it('are flat in a sawtooth that falls back, irregular in one that rises', () => {
    expect(shapeOfBytes([1000, -1000, 1000, -1000])).toBe('flat')
    expect(shapeOfBytes([9000, -8000, 9000, -8000])).toBe('irregular')
  })
})

describe('counts', () => {
  it('are flat without any growth', () => {
    expect(shapeOfCounts([0, 0, 0, 0])).toBe('flat')
    expect(shapeOfCounts([0, 1, 0, -1])).toBe('flat')
  })

  it('are flat with a single one more over 32 iterations', () => {
    expect(shapeOfCounts([0, 1, 0, 0], 8)).toBe('flat')
    expect(shapeOfCounts([0, 1, 0, 0], 7)).toBe('irregular')
    expect(shapeOfCounts([0, 1, 1, 0], 8)).toBe('irregular')
    expect(shapeOfCounts([0, 2, 0, 0], 8)).toBe('irregular')
  })

  it('are flat with a pool of the runtime that starts at once', () => {
    const pool = { unit: 'count', iterationsPerBatch: 8, stray: 4 } as const

    expect(shapeOf(batchesOf([0, 4, 0, 0], pool))).toBe('flat')
    expect(shapeOf(batchesOf([0, 5, 0, 0], pool))).toBe('irregular')
    expect(shapeOf(batchesOf([0, 2, 2, 0], pool))).toBe('irregular')
  })

  it('grow steadily while batches differ by at most 25 % of the highest', () => {
    expect(shapeOfCounts([100, 100, 100, 75])).toBe('steady')
    expect(shapeOfCounts([100, 100, 100, 74])).toBe('irregular')
  })

  it('grow steadily while batches differ by one that closes late', () => {
    expect(shapeOfCounts([2, 1, 2, 1])).toBe('steady')
    expect(shapeOfCounts([3, 1, 2, 1])).toBe('irregular')
  })

  it('grow irregularly when one batch does not grow', () => {
    expect(shapeOfCounts([1, 1, 1, 0])).toBe('irregular')
  })
})

describe('any shape', () => {
  it('is the same when a constant is added to all readings', () => {
    fc.assert(
      fc.property(
        anyUnit,
        fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 3, maxLength: 9 }),
        fc.integer({ min: 0, max: 1_000_000_000 }),
        (unit, readings, constant) => {
          const raised = readings.map((reading) => reading + constant)

          expect(shapeOf(batchesOf(deltasOf(raised), { unit }))).toBe(
            shapeOf(batchesOf(deltasOf(readings), { unit })),
          )
        },
      ),
    )
  })

  it('is the same in whatever order the batches came', () => {
    fc.assert(
      fc.property(
        anyUnit,
        anyDeltas.chain((deltas) =>
          fc.tuple(fc.constant(deltas), fc.shuffledSubarray(deltas, { minLength: deltas.length })),
        ),
        (unit, [deltas, shuffled]) => {
          expect(shapeOf(batchesOf(shuffled, { unit }))).toBe(shapeOf(batchesOf(deltas, { unit })))
        },
      ),
    )
  })

  it('of bytes that is steady or irregular stays so for many times the growth', () => {
    fc.assert(
      fc.property(anyDeltas, fc.constantFrom(2, 1024), (deltas, factor) => {
        const shape = shapeOfBytes(deltas)
        fc.pre(shape !== 'flat')

        expect(shapeOfBytes(deltas.map((delta) => factor * delta))).toBe(shape)
      }),
    )
  })

  it('is flat whenever the batches together do not grow', () => {
    fc.assert(
      fc.property(anyUnit, anyDeltas, (unit, deltas) => {
        fc.pre(sum(deltas) <= 0)

        expect(shapeOf(batchesOf(deltas, { unit }))).toBe('flat')
      }),
    )
  })

  it('is never steady when only one batch grows', () => {
    fc.assert(
      fc.property(
        anyUnit,
        fc.record({ before: fc.nat({ max: 7 }), after: fc.integer({ min: 1, max: 7 }) }),
        fc.integer({ min: 1, max: 1_000_000_000 }),
        (unit, { before, after }, step) => {
          const deltas = [...repeated(0, before), step, ...repeated(0, after)]

          expect(shapeOf(batchesOf(deltas, { unit }))).not.toBe('steady')
        },
      ),
    )
  })

  it('is steady for equal growth in every batch, from just above the allowance', () => {
    fc.assert(
      fc.property(
        anyUnit,
        anyLength,
        fc.record({ batches: fc.integer({ min: 2, max: 8 }), delta: fc.nat({ max: 1_000_000 }) }),
        (unit, iterationsPerBatch, { batches, delta }) => {
          const deltas = repeated(delta, batches)
          const isAbove = batches * delta > allowance(unit, batches * iterationsPerBatch, 0)

          expect(shapeOf(batchesOf(deltas, { unit, iterationsPerBatch }))).toBe(
            isAbove ? 'steady' : 'flat',
          )
        },
      ),
      { examples: [['bytes', 1, { batches: 4, delta: 20 }]] },
    )
  })

  it('is flat for equal growth of exactly what is tolerated', () => {
    fc.assert(
      fc.property(anyUnit, anyLength, fc.integer({ min: 1, max: 1000 }), (unit, length, rate) => {
        const deltas = repeated(rate * length, 4)

        expect(
          shapeOf(
            batchesOf(deltas, { unit, iterationsPerBatch: length, toleratedPerIteration: rate }),
          ),
        ).toBe('flat')
      }),
    )
  })
})

type Rest = Partial<Omit<EqualBatches, 'deltas'>>

function batchesOf(deltas: readonly number[], rest: Rest = {}): EqualBatches {
  return {
    unit: 'bytes',
    iterationsPerBatch: 100,
    toleratedPerIteration: 0,
    iterations: 800,
    ...rest,
    deltas,
  }
}

function shapeOfBytes(deltas: readonly number[], rest: Rest = {}): Shape {
  return shapeOf(batchesOf(deltas, { ...rest, unit: 'bytes' }))
}

function shapeOfCounts(deltas: readonly number[], iterationsPerBatch = 100): Shape {
  return shapeOf(batchesOf(deltas, { unit: 'count', iterationsPerBatch }))
}

function repeated(delta: number, times: number): readonly number[] {
  return Array.from({ length: times }, () => delta)
}

function deltasOf(readings: readonly number[]): readonly number[] {
  return readings.slice(1).map((reading, at) => reading - (readings[at] ?? 0))
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
