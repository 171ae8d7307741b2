import { expect, it } from 'vitest'
import { forecastLimit } from '../../../src/soak.ts'
import { heapOf, runOf, seriesOf } from './made-up-run.ts'

const SLOW = heapOf(24, (iterations) => 60 * iterations)
const RSS = heapOf(24, (iterations) => 50_000_000 + 3800 * iterations)
const LEVEL = heapOf(24, () => 50_000_000)
const LIMITS = { heapLimitBytes: 4e9, memoryLimitBytes: 512e6, iterationsPerMs: 1 }

function lastOf(readings: readonly number[]): number {
  return readings.at(-1) as number
}

it('is that of resident memory where what no other probe counts grows faster', () => {
  const forecast = forecastLimit(runOf(seriesOf(SLOW)), { ...LIMITS, rss: RSS })

  expect(forecast).toMatchObject({ limitBytes: 512e6 })
  expect(forecast?.at).toBeCloseTo((512e6 - lastOf(RSS)) / 3800, 0)
})

it('is that of heap, external and native memory together', () => {
  const external = seriesOf(
    heapOf(24, (iterations) => 940 * iterations),
    { probe: 'external' },
  )
  const forecast = forecastLimit(runOf([seriesOf(SLOW), external]), { ...LIMITS, rss: LEVEL })

  expect(forecast?.at).toBeCloseTo((512e6 - 60e6) / 1000, 0)
})

it('is that of the heap where its engine gives up first', () => {
  const forecast = forecastLimit(runOf(seriesOf(SLOW)), {
    ...LIMITS,
    heapLimitBytes: 20e6,
    rss: LEVEL,
  })

  expect(forecast).toMatchObject({ limitBytes: 20e6 })
  expect(forecast?.at).toBeCloseTo((20e6 - lastOf(SLOW)) / 60, 0)
})

it('is not that of resident memory that only warms up', () => {
  const warming = heapOf(24, (iterations) => 50_000_000 * (1 - 2 ** (-iterations / 3000)))
  const forecast = forecastLimit(runOf(seriesOf(SLOW)), { ...LIMITS, rss: warming })

  expect(forecast?.at).toBeCloseTo((512e6 - lastOf(warming)) / 60, 0)
})

it('is none without a limit, and none where nothing was read', () => {
  const run = runOf(seriesOf(SLOW))
  expect(forecastLimit(run, { rss: [], iterationsPerMs: 1 })).toBeUndefined()
  expect(forecastLimit(runOf([]), { ...LIMITS, rss: [] })).toBeUndefined()
})
