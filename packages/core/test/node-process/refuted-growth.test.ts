import { expect, test } from 'vitest'
import { refutedGrowth } from '../../src/node-process/refuted-growth.ts'
import type { Growth, GrowthVerdict } from '../../src/plateau/verdict.ts'

const EVERY_THOUSAND = Array.from({ length: 16 }, (_, at) => 1000 * (at + 1))

function rising(readings: readonly number[]): Pick<GrowthVerdict, 'series'> {
  const common = { probe: 'heap', unit: 'bytes', collection: 'full' } as const
  return { series: [{ ...common, iterations: EVERY_THOUSAND, readings }] }
}

function verdictOf(...growth: readonly Partial<Growth>[]): GrowthVerdict {
  return {
    kind: 'growth',
    schema: 1,
    series: [],
    resolution: {},
    iterations: 1500,
    elapsedMs: 60_000,
    growth: growth.map((one) => ({
      probe: 'heap',
      perIteration: 100,
      interval: [90, 110],
      ...one,
    })),
    culprits: [],
  }
}

const SILENT = { isFound: false, iterations: 500 }

test('a heap that rose is no proof where the target left nothing when it ran again', () => {
  expect(refutedGrowth(verdictOf({}), SILENT)).toMatchInlineSnapshot(
    `"It rose, but 500 further iterations left no object and no entry of a store behind: what is compiled or cached while a program warms up does so. Give it more iterations to see it level off."`,
  )
  expect(refutedGrowth(verdictOf({}), { ...SILENT, isFound: true })).toBeUndefined()
})

test('counts and the entries of a store are proof without the bytes of the heap', () => {
  const handles = { probe: 'handles', perIteration: 1, interval: [1, 1] } as const
  expect(refutedGrowth(verdictOf({}, handles), SILENT)).toBeUndefined()
  expect(refutedGrowth(verdictOf(handles), SILENT)).toBeUndefined()
  expect(refutedGrowth(verdictOf({ types: ['Map'] }), SILENT)).toBeUndefined()
})

test('fewer iterations than between two readings refute nothing that rose as much between all of them', () => {
  const line = rising(EVERY_THOUSAND.map((iterations) => 200 * iterations))
  const steps = rising(EVERY_THOUSAND.map((_, at) => 400_000 * Math.floor(at / 2)))

  expect(
    refutedGrowth({ ...verdictOf({}), ...line }, { ...SILENT, iterations: 999 }),
  ).toBeUndefined()
  expect(
    refutedGrowth({ ...verdictOf({}), ...line }, { ...SILENT, iterations: 1000 }),
  ).toBeDefined()
  expect(refutedGrowth({ ...verdictOf({}), ...steps }, SILENT)).toBeDefined()
})
