import { expect, test } from 'vitest'
import { levelSince } from '../../src/report/level-since.ts'

const points = (readings: readonly number[]) =>
  readings.map((reading, at) => ({ iterations: 100 * at, elapsedMs: at, wall: at, reading }))

test('a level holds since the first reading after which none leaves it', () => {
  const filling = [40e6, 48e6, 50e6, 50.2e6, 50.1e6, 50e6, 50.3e6, 50.2e6]

  expect(levelSince(points(filling), 'bytes')).toBe(200)
  expect(levelSince(points(filling.map(() => 5)), 'count')).toBe(0)
})

test('readings that leave it at the end have no level', () => {
  expect(
    levelSince(points([50e6, 50e6, 50e6, 50e6, 50e6, 50e6, 50e6, 60e6]), 'bytes'),
  ).toBeUndefined()
  expect(levelSince([], 'bytes')).toBeUndefined()
})
