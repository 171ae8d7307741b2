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
