import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sparsePoints } from '../../../src/report/html/sparse-points.ts'

function points(readings: readonly (number | undefined)[], stepOf = (at: number) => at * 100) {
  return readings.map((reading, at) => ({
    iterations: stepOf(at),
    elapsedMs: stepOf(at),
    wall: 0,
    reading,
  }))
}

test('draws every sample of a short series', () => {
  const readings = sparsePoints(points([1, undefined, 3]), { mostPoints: 10, gaps: [] }).map(
    ({ reading }) => reading,
  )

  expect(readings).toEqual([1, null, 3])
})

test('keeps the single peak of 28 800 samples', () => {
  const readings = Array.from({ length: 28_800 }, (_, at) => (at === 17_003 ? 99 : at % 7))
  const drawn = sparsePoints(points(readings), { mostPoints: 1000, gaps: [] })

  expect(drawn.length).toBeLessThanOrEqual(1000)
  expect(drawn.find(({ reading }) => reading === 99)?.iterations).toBe(1_700_300)
})

test('breaks the line where samples are three times as many iterations apart as usual', () => {
  const drawn = sparsePoints(
    points([1, 1, 1, 1, 1, 1], (at) => (at < 3 ? at * 100 : 1000 + at * 100)),
    { mostPoints: 10, gaps: [] },
  )

  expect(drawn.map(({ reading }) => reading)).toEqual([1, 1, 1, null, 1, 1, 1])
})

test('breaks the line where measuring was interrupted', () => {
  const drawn = sparsePoints(points([1, 2, 3, 4]), { mostPoints: 10, gaps: [0, 150, 160] })

  expect(drawn.map(({ reading }) => reading)).toEqual([1, 2, null, 3, 4])
})

test('never draws over a missing sample, and loses neither the lowest nor the highest', () => {
  const reading = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined })
  fc.assert(
    fc.property(
      fc.array(reading, { maxLength: 300 }),
      fc.integer({ min: 2, max: 60 }),
      (all, most) => {
        const drawn = sparsePoints(points(all), { mostPoints: most, gaps: [] })
        const known = all.filter((one) => one !== undefined)
        const shown = drawn.flatMap((one) => (one.reading === null ? [] : [one.reading]))
        expect([Math.min(...shown), Math.max(...shown)]).toEqual([
          Math.min(...known),
          Math.max(...known),
        ])
        for (const [at, point] of drawn.entries()) {
          const next = drawn[at + 1]
          if (point.reading === null || next === undefined || next.reading === null) continue
          const between = all.slice(point.iterations / 100, next.iterations / 100)
          expect(between).not.toContain(undefined)
        }
      },
    ),
  )
})
