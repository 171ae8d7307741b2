import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Series } from '../../src/plateau/series.ts'
import { climbs, rateOfSecondHalf } from '../../src/plateau/staircase.ts'

function series(reading: (iterations: number) => number, legs = 16): Series {
  const iterations = Array.from({ length: legs }, (_, leg) => 512 * (leg + 1))
  return {
    probe: 'heap',
    unit: 'bytes',
    collection: 'full',
    iterations,
    readings: iterations.map(reading),
  }
}

it('sees a store climb that grows by any factor of 1.25 to 2', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1.25, max: 2, noNaN: true }),
      fc.integer({ min: 1, max: 600 }),
      (factor, start) => {
        const capacity = (done: number): number => {
          let entries = start
          while (entries < done) entries = Math.ceil(entries * factor)
          return entries
        }
        // Steps of 2 double over a doubling; those that happen to fall together are seen later.
        const seen = [16, 24, 32, 48, 64].some((legs) =>
          climbs(
            series((done) => 4e6 + 8 * capacity(done), legs),
            0,
          ),
        )
        expect(seen).toBe(true)
      },
    ),
  )
})

it('sees no climb in a store that is full, in one step, or in a mark that is raised ever more rarely', () => {
  expect(
    climbs(
      series((done) => 64 * Math.min(done, 3000)),
      0,
    ),
  ).toBe(false)
  expect(
    climbs(
      series((done) => (done > 5000 ? 1e6 : 0)),
      0,
    ),
  ).toBe(false)
  expect(
    climbs(
      series((done) => 1e5 * Math.log2(done)),
      0,
    ),
  ).toBe(false)
  expect(
    climbs(
      series(() => 4e6),
      0,
    ),
  ).toBe(false)
})

it('sees no climb in what is tolerated', () => {
  expect(
    climbs(
      series((done) => 8 * done),
      9,
    ),
  ).toBe(false)
  expect(
    climbs(
      series((done) => 8 * done),
      0,
    ),
  ).toBe(true)
})

it('compares the second half with the quarter before it', () => {
  const climbing = (third: number, half: number, end: number) => {
    const iterations = [1000, 1300, 2000, 4000]
    return climbs({ ...series(() => 0), iterations, readings: [0, third, half, end] }, 0)
  }

  expect(climbing(150, 200, 540)).toBe(true)
  expect(climbing(150, 200, 539)).toBe(false)
  expect(climbing(0, 101, 1000)).toBe(true)
  expect(climbing(0, 100, 1000)).toBe(false)
})

it('sees no climb in what falls by more than half of what it had risen by: noise does', () => {
  const iterations = [1000, 2000, 3000, 4000]
  const falling = (fall: number) =>
    climbs({ ...series(() => 0), iterations, readings: [0, 1000, 1000 - fall, 3000] }, 0)

  expect(falling(499)).toBe(true)
  expect(falling(501)).toBe(false)
})

it('never changes by a constant', () => {
  fc.assert(
    fc.property(fc.nat(1e9), (constant) => {
      expect(
        climbs(
          series((done) => constant + 8 * done),
          0,
        ),
      ).toBe(true)
    }),
  )
})

it('tells what the second half of the iterations grew by', () => {
  expect(rateOfSecondHalf(series((done) => Math.max(0, done - 4096)))).toBe(1)
  expect(rateOfSecondHalf(series((done) => Math.min(done, 4096)))).toBe(0)
})
