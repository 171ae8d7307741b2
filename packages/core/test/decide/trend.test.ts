import fc from 'fast-check'
import { expect, it } from 'vitest'
import { climbingRate, evenRate, type Points } from '../../src/decide/trend.ts'

function points(reading: (iterations: number) => number, legs = 16): Points {
  const iterations = Array.from({ length: legs }, (_, leg) => 512 * (leg + 1))
  return { iterations, readings: iterations.map(reading) }
}

const climbs = (found: Points, level = 100) => climbingRate(found, () => level) !== undefined

it('a store climbs that grows by any factor of 1.25 to 2', () => {
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
          climbs(points((done) => 4e6 + 8 * capacity(done), legs)),
        )
        expect(seen).toBe(true)
      },
    ),
  )
})

it('a full store does not climb, nor one step, nor a mark that is raised ever more rarely', () => {
  expect(climbs(points((done) => 64 * Math.min(done, 3000)))).toBe(false)
  expect(climbs(points((done) => (done > 5000 ? 1e6 : 0)))).toBe(false)
  expect(climbs(points((done) => 1e5 * Math.log2(done)))).toBe(false)
  expect(climbs(points(() => 4e6))).toBe(false)
})

it('the second half climbs by 1.7 times of what the quarter before it did', () => {
  const climbing = (third: number, half: number, end: number) =>
    climbs({ iterations: [1000, 1300, 2000, 4000], readings: [0, third, half, end] })

  expect(climbing(150, 200, 540)).toBe(true)
  expect(climbing(150, 200, 539)).toBe(false)
  expect(climbing(0, 101, 1000)).toBe(true)
  expect(climbing(0, 100, 1000)).toBe(false)
})

it('what falls by more than half of what it had risen by does not climb: noise does so', () => {
  const falling = (fall: number) =>
    climbs({ iterations: [1000, 2000, 3000, 4000], readings: [0, 1000, 1000 - fall, 3000] })

  expect(falling(499)).toBe(true)
  expect(falling(500)).toBe(true)
  expect(falling(501)).toBe(false)
})

it('a constant changes nothing', () => {
  fc.assert(
    fc.property(fc.nat(1e9), (constant) => {
      expect(
        climbingRate(
          points((done) => constant + 8 * done),
          () => 100,
        )?.perIteration,
      ).toBeCloseTo(8)
    }),
  )
})

it('batches that gain as much as their iterations let expect have a rate, others have none', () => {
  const iterations = [10, 20, 10, 10]

  expect(evenRate({ gains: [100, 200, 100, 100], iterations })?.perIteration).toBe(10)
  expect(evenRate({ gains: [100, 200, 0, 0], iterations })).toBeUndefined()
})
