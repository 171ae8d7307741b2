import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Series } from '../../src/plateau/series.ts'
import { drawSeries } from '../../src/report/series-drawing.ts'

it('draws the readings from the lowest to the highest', () => {
  const series = seriesOf([1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000])

  expect(drawSeries(series)).toMatchInlineSnapshot(
    `"▁▂▃▄▅▆▇█  1.0 kB to 8.0 kB over iterations 100 to 800"`,
  )
})

it('draws a plateau as a low line', () => {
  expect(drawSeries(seriesOf([5_000_000, 5_000_000, 5_000_000]))).toMatchInlineSnapshot(
    `"▁▁▁  5.0 MB to 5.0 MB over iterations 100 to 300"`,
  )
})

it('draws stairs and a fall as they are', () => {
  expect(drawSeries(seriesOf([0, 0, 4096, 4096, 8192, 0]))).toMatchInlineSnapshot(
    `"▁▁▅▅█▁  0 B to 0 B over iterations 100 to 600"`,
  )
})

it('shows counts as they are', () => {
  const series: Series = { ...seriesOf([3, 51, 99, 1210]), probe: 'handles', unit: 'count' }

  expect(drawSeries(series)).toMatchInlineSnapshot(`"▁▁▂█  3 to 1 210 over iterations 100 to 400"`)
})

it('draws a single reading', () => {
  expect(drawSeries(seriesOf([850]))).toMatchInlineSnapshot(
    `"▁  850 B to 850 B over iterations 100 to 100"`,
  )
})

it('draws nothing without a reading', () => {
  expect(drawSeries(seriesOf([]))).toBe('')
})

it('keeps the last 24 readings and tells where they begin', () => {
  const series = seriesOf(Array.from({ length: 30 }, (_, at) => at * 1000))

  expect(drawSeries(series)).toMatchInlineSnapshot(
    `"▁▁▂▂▂▃▃▃▃▄▄▄▅▅▅▆▆▆▆▇▇▇██  6.0 kB to 29.0 kB over iterations 700 to 3000"`,
  )
})

it('draws one bar per reading, up to 24, and the same bars for readings a constant higher', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 0, max: 1_000_000_000 }),
      (readings, constant) => {
        const [bars = ''] = drawSeries(seriesOf(readings)).split('  ')
        const [raised] = drawSeries(seriesOf(readings.map((each) => each + constant))).split('  ')

        expect(bars).toMatch(/^[▁▂▃▄▅▆▇█]+$/)
        expect(bars).toHaveLength(Math.min(24, readings.length))
        expect(raised).toBe(bars)
      },
    ),
  )
})

function seriesOf(readings: readonly number[]): Series {
  return {
    probe: 'heap',
    unit: 'bytes',
    collection: 'full',
    iterations: readings.map((_, at) => 100 * (at + 1)),
    readings,
  }
}
