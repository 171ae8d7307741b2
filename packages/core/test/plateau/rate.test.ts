import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Rate, rateOfEqualBatches, rateOfLine } from '../../src/plateau/rate.ts'

const anyDeltas = fc.array(fc.integer({ min: -100_000, max: 100_000 }), {
  minLength: 2,
  maxLength: 16,
})
const anyLength = fc.integer({ min: 1, max: 10_000 })
const anySlope = fc.integer({ min: -1000, max: 1000 })
const anyIterations = fc
  .uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 3, maxLength: 24 })
  .map((totals) => totals.sort((one, other) => one - other))

describe('rateOfEqualBatches', () => {
  it('is exact for batches that agree', () => {
    expect(rateOfEqualBatches([800, 800, 800, 800], 100)).toEqual({
      perIteration: 8,
      interval: [8, 8],
    })
  })

  it("takes Student's interval of the mean for batches that differ", () => {
    // Rates 8, 9, 10 and 11: standard error 0.6455, t 3.182 for 3 degrees of freedom.
    const { perIteration, interval } = rateOfEqualBatches([80, 90, 100, 110], 10)

    expect(perIteration).toBe(9.5)
    expect(interval[0]).toBeCloseTo(9.5 - 2.054, 3)
    expect(interval[1]).toBeCloseTo(9.5 + 2.054, 3)
  })

  it('reaches from nothing to twice the rate for a single batch', () => {
    expect(rateOfEqualBatches([800], 100)).toEqual({ perIteration: 8, interval: [0, 16] })
    expect(rateOfEqualBatches([-800], 100)).toEqual({ perIteration: -8, interval: [-16, 0] })
  })

  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [6, 2.447],
    [7, 2.365],
    [8, 2.306],
    [9, 2.262],
    [10, 2.228],
  ])("uses the tables' t for %d degrees of freedom", (degreesOfFreedom, t) => {
    expect(marginOfUnitError(degreesOfFreedom)).toBeCloseTo(t, 9)
  })

  it.each([
    [11, 2.20099],
    [12, 2.17881],
    [20, 2.08596],
    [100, 1.98397],
  ])('is never narrower than t for %d degrees of freedom', (degreesOfFreedom, t) => {
    expect(marginOfUnitError(degreesOfFreedom)).toBeGreaterThanOrEqual(t)
    expect(marginOfUnitError(degreesOfFreedom)).toBeLessThanOrEqual(2.228)
  })

  it('holds the rate within its interval', () => {
    fc.assert(
      fc.property(anyDeltas, anyLength, (deltas, iterationsPerBatch) => {
        expectOrdered(rateOfEqualBatches(deltas, iterationsPerBatch))
      }),
    )
  })

  it('is the same in whatever order the batches came', () => {
    fc.assert(
      fc.property(anyDeltas, anyLength, (deltas, iterationsPerBatch) => {
        expectClose(
          rateOfEqualBatches(deltas.toReversed(), iterationsPerBatch),
          rateOfEqualBatches(deltas, iterationsPerBatch),
        )
      }),
    )
  })

  it('scales with the growth', () => {
    fc.assert(
      fc.property(anyDeltas, anyLength, (deltas, iterationsPerBatch) => {
        const { perIteration, interval } = rateOfEqualBatches(deltas, iterationsPerBatch)

        expectClose(
          rateOfEqualBatches(
            deltas.map((delta) => 4 * delta),
            iterationsPerBatch,
          ),
          { perIteration: 4 * perIteration, interval: [4 * interval[0], 4 * interval[1]] },
        )
      }),
    )
  })
})

describe('rateOfLine', () => {
  it('is exact for a straight line', () => {
    expect(rateOfLine([100, 200, 300], [1000, 1800, 2600])).toEqual({
      perIteration: 8,
      interval: [8, 8],
    })
  })

  it('weighs batches of unequal length by their iterations', () => {
    expect(rateOfLine([0, 100, 300, 700], [0, 800, 2400, 5600]).perIteration).toBe(8)
  })

  it("takes Student's interval of the slope for readings off the line", () => {
    // Slope 0.4, residuals 0.2 in square sum over 5 in x: standard error 0.1414, t 4.303.
    const { perIteration, interval } = rateOfLine([0, 1, 2, 3], [0, 0, 1, 1])

    expect(perIteration).toBeCloseTo(0.4, 9)
    expect(interval[0]).toBeCloseTo(0.4 - 0.6085, 4)
    expect(interval[1]).toBeCloseTo(0.4 + 0.6085, 4)
  })

  it('goes through stairs with the slope of the staircase', () => {
    const { perIteration, interval } = rateOfLine(
      [0, 100, 200, 300, 400, 500, 600, 700],
      [0, 0, 1600, 1600, 3200, 3200, 4800, 4800],
    )

    expect(perIteration).toBeCloseTo(7.62, 2)
    expect(interval[0]).toBeLessThan(8)
    expect(interval[1]).toBeGreaterThan(8)
  })

  it('sees no slope in a sawtooth', () => {
    const { interval } = rateOfLine([0, 1, 2, 3, 4, 5, 6, 7], [0, 9, 0, 9, 0, 9, 0, 9])

    expect(interval[0]).toBeLessThan(0)
    expect(interval[1]).toBeGreaterThan(0)
  })

  it('reaches from nothing to twice the slope for two readings', () => {
    expect(rateOfLine([0, 100], [0, 800])).toEqual({ perIteration: 8, interval: [0, 16] })
    expect(rateOfLine([0, 100], [800, 0])).toEqual({ perIteration: -8, interval: [-16, 0] })
  })

  it('is zero where no iteration lies between the readings', () => {
    expect(rateOfLine([100, 100], [0, 800])).toEqual({ perIteration: 0, interval: [0, 0] })
    expect(rateOfLine([], [])).toEqual({ perIteration: 0, interval: [0, 0] })
  })

  it('contains the true slope of an exact series', () => {
    fc.assert(
      fc.property(anyIterations, anySlope, (iterations, slope) => {
        const readings = iterations.map((total) => 1_000_000 + slope * total)

        const { perIteration, interval } = rateOfLine(iterations, readings)

        expect(perIteration).toBeCloseTo(slope, 6)
        expect(interval[0]).toBeLessThanOrEqual(slope + 1e-6)
        expect(interval[1]).toBeGreaterThanOrEqual(slope - 1e-6)
      }),
    )
  })

  it('does not change when a constant is added to all readings', () => {
    fc.assert(
      fc.property(
        anyIterations,
        fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 24, maxLength: 24 }),
        fc.integer({ min: 0, max: 50_000_000 }),
        (iterations, all, constant) => {
          const readings = all.slice(0, iterations.length)

          expectClose(
            rateOfLine(
              iterations,
              readings.map((reading) => reading + constant),
            ),
            rateOfLine(iterations, readings),
          )
        },
      ),
    )
  })
})

/** Rates of 0 and one of n have mean 1 and standard error 1, so that the margin is t itself. */
function marginOfUnitError(degreesOfFreedom: number): number {
  const rates = [...Array.from({ length: degreesOfFreedom }, () => 0), degreesOfFreedom + 1]
  const { perIteration, interval } = rateOfEqualBatches(rates, 1)
  expect(perIteration).toBe(1)
  return interval[1] - perIteration
}

function expectOrdered({ perIteration, interval: [low, high] }: Rate): void {
  expect(low).toBeLessThanOrEqual(perIteration)
  expect(high).toBeGreaterThanOrEqual(perIteration)
}

function expectClose(actual: Rate, expected: Rate): void {
  const digits = Math.max(0, 6 - Math.ceil(Math.log10(Math.abs(expected.interval[1]) + 1)))
  expect(actual.perIteration).toBeCloseTo(expected.perIteration, digits)
  expect(actual.interval[0]).toBeCloseTo(expected.interval[0], digits)
  expect(actual.interval[1]).toBeCloseTo(expected.interval[1], digits)
}
