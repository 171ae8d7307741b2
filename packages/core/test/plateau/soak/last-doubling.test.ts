import fc from 'fast-check'
import { expect, it } from 'vitest'
import { riseOverLastDoubling } from '../../../src/plateau/soak/last-doubling.ts'

it('is the growth of the floor from half of the iterations to the end', () => {
  expect(riseOverLastDoubling(pointsOf(40, (count) => 8 * count))).toBe(8 * 35 - 8 * 17)
})

it('takes the lower of two samples where the parts hold fewer', () => {
  expect(riseOverLastDoubling(pointsOf(8, (count) => (count % 2 ? 30 : 0)))).toBe(0)
})

it('looks through the last eighth for the floor', () => {
  expect(riseOverLastDoubling(pointsOf(80, (count) => (count === 71 ? -50 : 0)))).toBe(-50)
  expect(riseOverLastDoubling(pointsOf(80, (count) => (count === 69 ? -50 : 0)))).toBe(0)
  expect(riseOverLastDoubling(pointsOf(80, (count) => (count === 35 ? -50 : 0)))).toBe(50)
})

it('begins at the sample that was taken just when the earlier part does', () => {
  // Of 16 samples: the seventh, at seven eighths of the first half.
  expect(riseOverLastDoubling(pointsOf(16, (count) => (count < 7 ? 0 : 10)))).toBe(0)
})

it('is unknown where no two samples were taken in the first half', () => {
  const late = { iterations: [40, 60, 70, 80], readings: [1, 1, 1, 1] }

  expect(riseOverLastDoubling(late)).toBeUndefined()
  expect(riseOverLastDoubling({ ...late, iterations: [30, 40, 70, 80] })).toBe(0)
  expect(riseOverLastDoubling({ iterations: [], readings: [] })).toBeUndefined()
})

it('sees every store that doubles, wherever its steps fall', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 16, max: 400 }),
      fc.double({ min: 1, max: 2, noNaN: true }),
      fc.constantFrom(1.5, 2),
      (samples, first, factor) => {
        const store = (count: number) =>
          first * factor ** Math.ceil(Math.log(count / first) / Math.log(factor))

        expect(riseOverLastDoubling(pointsOf(samples, store))).toBeGreaterThan(0)
      },
    ),
  )
})

function pointsOf(samples: number, reading: (count: number) => number) {
  const iterations = Array.from({ length: samples }, (_, at) => at + 1)
  return { iterations, readings: iterations.map(reading) }
}
