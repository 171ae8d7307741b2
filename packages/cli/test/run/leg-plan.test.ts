import { expect, test } from 'vitest'
import { perCheckpointOf } from '../../src/run/leg-plan.ts'

const PLAN = { mode: 'checkpoints', iterationsPerCheckpoint: undefined } as const

test.each([
  { iterations: 10, every: 1 },
  { iterations: 4000, every: 250 },
  { iterations: 16_000, every: 1000 },
  { iterations: 80_000, every: 4000 },
  { iterations: 160_000, every: 4000 },
  { iterations: 400_000, every: 10_000 },
])('of $iterations iterations, a checkpoint comes every $every', ({ iterations, every }) => {
  expect(perCheckpointOf(PLAN, iterations)).toBe(every)
})

test('what is asked for is done, and what is not collected is read more often', () => {
  expect(perCheckpointOf({ ...PLAN, iterationsPerCheckpoint: 7 }, 16_000)).toBe(7)
  expect(perCheckpointOf({ ...PLAN, mode: 'envelope' }, 2400)).toBe(10)
})
