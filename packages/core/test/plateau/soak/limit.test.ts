import { expect, it } from 'vitest'
import { limitReached } from '../../../src/soak.ts'

const STATE = { current: 100e6, limitBytes: 500e6, iterationsPerMs: 0.2 }

it('tells milliseconds from now, sooner and later by the interval of the rate', () => {
  expect(limitReached({ perIteration: 100, interval: [80, 125] }, STATE)).toEqual({
    at: 20e6,
    interval: [16e6, 25e6],
  })
})

it('may never be reached where the rate may be nothing', () => {
  expect(limitReached({ perIteration: 100, interval: [0, 200] }, STATE)).toEqual({
    at: 20e6,
    interval: [10e6, Number.POSITIVE_INFINITY],
  })
})

it('is told for less than a byte per iteration', () => {
  expect(limitReached({ perIteration: 0.5, interval: [0.5, 0.5] }, STATE)?.at).toBe(4e9)
})

it('may be reached now or never where nothing is left and the rate may be nothing', () => {
  expect(
    limitReached({ perIteration: 100, interval: [0, 200] }, { ...STATE, current: 600e6 }),
  ).toEqual({ at: 0, interval: [0, Number.POSITIVE_INFINITY] })
})

it('is reached now where nothing is left', () => {
  expect(
    limitReached({ perIteration: 100, interval: [80, 125] }, { ...STATE, current: 600e6 }),
  ).toEqual({ at: 0, interval: [0, 0] })
})

it.each([
  [{ perIteration: 0, interval: [0, 0] }, STATE],
  [{ perIteration: -5, interval: [-6, -4] }, STATE],
  [{ perIteration: Number.NaN, interval: [0, 0] }, STATE],
  [
    { perIteration: 100, interval: [80, 125] },
    { ...STATE, iterationsPerMs: 0 },
  ],
  [
    { perIteration: 100, interval: [80, 125] },
    { ...STATE, limitBytes: Number.NaN },
  ],
] as const)('is not told where it cannot be reached: %j', (growth, state) => {
  expect(limitReached(growth, state)).toBeUndefined()
})
