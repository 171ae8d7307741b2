import { expect, test } from 'vitest'
import { growthOnset } from '../../src/report/growth-onset.ts'

function points(readings: readonly (number | undefined)[]) {
  return readings.map((reading, at) => ({
    iterations: at * 100,
    elapsedMs: at,
    wall: at,
    reading,
  }))
}

/** Repeatable noise between 0 and 1. */
function noise(at: number): number {
  return Math.abs(Math.sin(at * 12.9898) * 43_758.5453) % 1
}

test('finds where a level series began to grow', () => {
  const readings = Array.from({ length: 1000 }, (_, at) => Math.max(0, at - 600) + 20 * noise(at))

  const onset = growthOnset(points(readings))

  expect(onset?.iterations).toBeGreaterThan(57_000)
  expect(onset?.iterations).toBeLessThan(63_000)
})

test.each([
  ['grew from the first sample on', Array.from({ length: 60 }, (_, at) => 7 * at)],
  ['grew with noise', Array.from({ length: 60 }, (_, at) => at + 30 * noise(at))],
  ['has only two samples', [1, 2]],
  ['has no readings', [undefined, undefined, undefined]],
])('finds no beginning in a series that %s', (_, readings) => {
  expect(growthOnset(points(readings))).toBeUndefined()
})
