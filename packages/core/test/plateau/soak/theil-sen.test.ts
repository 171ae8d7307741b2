import fc from 'fast-check'
import { expect, it } from 'vitest'
import { theilSen, Z } from '../../../src/plateau/soak/theil-sen.ts'

const anyReadings = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), {
  minLength: 2,
  maxLength: 40,
})

it('is exact for a straight line, interval and all', () => {
  const { perIteration, intervalAt } = theilSen({
    iterations: [100, 250, 400, 1000],
    readings: [800, 2000, 3200, 8000],
  })

  expect(perIteration).toBe(8)
  expect(intervalAt(Z[99.9])).toEqual([8, 8])
})

it('is not moved by one reading that is far off', () => {
  const readings = [0, 1, 2, 3, 1_000_000, 5, 6, 7, 8, 9]

  expect(theilSen(pointsOf(readings)).perIteration).toBe(1)
})

it('takes the ranks of the slopes that Gilbert gives for its interval', () => {
  // Ten readings have 45 slopes, and the variance of S is 125: 1.96 deviations are 22 ranks.
  const readings = Array.from({ length: 10 }, (_, at) => at ** 2)
  const slopes = readings
    .flatMap((reading, at) =>
      readings.slice(at + 1).map((later, ahead) => (later - reading) / (ahead + 1)),
    )
    .sort((one, other) => one - other)
  const { intervalAt } = theilSen(pointsOf(readings))

  expect(intervalAt(Z[95])).toEqual([slopes[10], slopes[34]])
  expect(intervalAt(Z[99.9])).toEqual([slopes[3], slopes[41]])
})

it('rounds the ranks outwards', () => {
  // Seven readings have 21 slopes, and the variance of S is 44.3; eight have 28, and it is 65.3.
  const slopesOf = (count: number) => {
    const readings = Array.from({ length: count }, (_, at) => 2 ** at)
    const slopes = readings.flatMap((reading, at) =>
      readings.slice(at + 1).map((later, ahead) => (later - reading) / (ahead + 1)),
    )
    return { readings, slopes: slopes.sort((one, other) => one - other) }
  }
  const [seven, eight] = [slopesOf(7), slopesOf(8)]

  expect(theilSen(pointsOf(seven.readings)).intervalAt(Z[95])[1]).toBe(seven.slopes[18])
  expect(theilSen(pointsOf(eight.readings)).intervalAt(Z[95])[1]).toBe(eight.slopes[22])
})

it('reaches over all slopes where readings are too few for ranks', () => {
  expect(theilSen(pointsOf([0, 1, 5])).intervalAt(Z[95])).toEqual([1, 4])
})

it('is zero where there is no pair of readings', () => {
  expect(theilSen(pointsOf([])).perIteration).toBe(0)
  expect(theilSen(pointsOf([7])).intervalAt(Z[95])).toEqual([0, 0])
})

it('holds the slope within intervals that widen with certainty', () => {
  fc.assert(
    fc.property(anyReadings, (readings) => {
      const { perIteration, intervalAt } = theilSen(pointsOf(readings))
      const [narrow, wide] = [intervalAt(Z[95]), intervalAt(Z[99.9])]

      expect(narrow[0]).toBeLessThanOrEqual(perIteration)
      expect(narrow[1]).toBeGreaterThanOrEqual(perIteration)
      expect(wide[0]).toBeLessThanOrEqual(narrow[0])
      expect(wide[1]).toBeGreaterThanOrEqual(narrow[1])
    }),
  )
})

it('does not change when a constant is added to all readings', () => {
  fc.assert(
    fc.property(anyReadings, fc.integer({ min: 0, max: 1e9 }), (readings, constant) => {
      const moved = theilSen(pointsOf(readings.map((reading) => reading + constant)))

      expect(moved.perIteration).toBe(theilSen(pointsOf(readings)).perIteration)
    }),
  )
})

function pointsOf(readings: readonly number[]) {
  return { iterations: readings.map((_, at) => at), readings }
}
