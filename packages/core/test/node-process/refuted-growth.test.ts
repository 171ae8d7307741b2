import { expect, test } from 'vitest'
import { refutedGrowth } from '../../src/node-process/refuted-growth.ts'
import type { Growth, GrowthVerdict } from '../../src/plateau/verdict.ts'

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

const SILENT = { isFound: false, iterations: 500, leftBytes: 2000 }

test('a heap that stays where it was while the target runs again is no proof', () => {
  expect(refutedGrowth(verdictOf({}), SILENT)).toMatchInlineSnapshot(
    `"It rose for a while, and 500 further iterations left no object and no entry of a store behind, and 2 000 bytes in place of 50 000: what is compiled or cached while it warms up does so. Give it more iterations to see it level off."`,
  )
  expect(refutedGrowth(verdictOf({}), { ...SILENT, leftBytes: -90_000 })).toContain('and 0 bytes')
})

test('it is proof where a quarter of it came again, or whatever was found', () => {
  expect(refutedGrowth(verdictOf({}), { ...SILENT, leftBytes: 12_499 })).toBeDefined()
  expect(refutedGrowth(verdictOf({}), { ...SILENT, leftBytes: 12_500 })).toBeUndefined()
  expect(refutedGrowth(verdictOf({}), { ...SILENT, isFound: true })).toBeUndefined()
})

test('counts and the entries of a store are proof without the bytes of the heap', () => {
  const handles = { probe: 'handles', perIteration: 1, interval: [1, 1] } as const
  expect(refutedGrowth(verdictOf({}, handles), SILENT)).toBeUndefined()
  expect(refutedGrowth(verdictOf(handles), SILENT)).toBeUndefined()
  expect(refutedGrowth(verdictOf({ types: ['Map'] }), SILENT)).toBeUndefined()
})
