import { expect, it } from 'vitest'
import { looksLikeGrowthEarly } from '../../../src/soak.ts'
import { BASE_BYTES, heapOf, runOf, seriesOf } from './made-up-run.ts'

/** Grows by so many bytes from the first judged pair of checkpoints to the last. */
const grownBy = (bytes: number) =>
  seriesOf(heapOf(24, (iterations) => (bytes * iterations) / 18_000))

it('stops a run whose level doubled since the warm-up', () => {
  expect(looksLikeGrowthEarly(runOf(grownBy(1.5 * BASE_BYTES)))).toBe(true)
  expect(looksLikeGrowthEarly(runOf(grownBy(0.9 * BASE_BYTES)))).toBe(false)
})

it('stops a run that has taken a quarter of its limit', () => {
  const run = runOf(grownBy(1_000_000))

  expect(looksLikeGrowthEarly(run, 3_990_000)).toBe(true)
  expect(looksLikeGrowthEarly(run, 4_010_000)).toBe(false)
  expect(looksLikeGrowthEarly(run)).toBe(false)
})

it('stops a run before its planned samples were taken', () => {
  const run = runOf(grownBy(2 * BASE_BYTES), { plannedSamples: 1000 })

  expect(looksLikeGrowthEarly(run)).toBe(true)
})

it('does not stop a run for what is tolerated, resident or not steady', () => {
  const steep = grownBy(2 * BASE_BYTES)
  const stepped = seriesOf(heapOf(24, (_, at) => (at > 12 ? 2 * BASE_BYTES : 0)))

  expect(looksLikeGrowthEarly(runOf(steep, { tolerate: { heap: 2000 } }))).toBe(false)
  expect(looksLikeGrowthEarly(runOf({ ...steep, probe: 'rss' }))).toBe(false)
  expect(looksLikeGrowthEarly(runOf(stepped))).toBe(false)
})

it('does not stop a run that is shorter than its warm-up', () => {
  const steep = seriesOf(heapOf(24, (iterations) => 5000 * Math.max(0, iterations - 12_000)))
  const judgedAfter = (warmUpIterations: number) =>
    looksLikeGrowthEarly(runOf(steep, { warmUpIterations }))

  expect(judgedAfter(12_000)).toBe(true)
  expect(judgedAfter(12_001)).toBe(false)
})
