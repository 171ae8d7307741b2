import fc from 'fast-check'
import { expect, test } from 'vitest'
import { growthOnset } from '../../src/report/growth-onset.ts'

/** As many samples as a short soak takes, 100 iterations apart. */
const SAMPLES = 41

const noises = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
  minLength: SAMPLES,
  maxLength: SAMPLES,
})

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

  const onset = growthOnset(points(readings), 0.005)

  expect(onset?.iterations).toBeGreaterThan(57_000)
  expect(onset?.iterations).toBeLessThan(63_000)
})

test.each([
  ['grew from the first sample on', Array.from({ length: 60 }, (_, at) => 7 * at)],
  ['grew with noise', Array.from({ length: 60 }, (_, at) => at + 30 * noise(at))],
  ['has only two samples', [1, 2]],
  ['has no readings', [undefined, undefined, undefined]],
])('finds no beginning in a series that %s', (_, readings) => {
  expect(growthOnset(points(readings), 0.07)).toBeUndefined()
})

test('finds no beginning where a constant leak hides behind a heap that settles', () => {
  const hump = fc.record({
    noises,
    height: fc.integer({ min: -20, max: 20 }),
    until: fc.integer({ min: 1, max: 35 }),
  })
  fc.assert(
    fc.property(hump, ({ noises, height, until }) => {
      const readings = noises.map((noise, at) => at + noise + (at < until ? height : 0))

      expect(growthOnset(points(readings), 0.01)).toBeUndefined()
    }),
  )
})

test('tells a true beginning no later than eight readings after it', () => {
  fc.assert(
    fc.property(noises, fc.integer({ min: 5, max: 30 }), (noises, until) => {
      const readings = noises.map((noise, at) => 4 * noise + Math.max(0, at - until))

      expect(growthOnset(points(readings), 0.01)?.iterations ?? 0).toBeLessThan(100 * until + 800)
    }),
  )
})

test('finds a true beginning at the half within a leg', () => {
  fc.assert(
    fc.property(noises, (noises) => {
      const readings = noises.map((noise, at) => noise + 2 * Math.max(0, at - SAMPLES / 2))

      const onset = growthOnset(points(readings), 0.01)

      expect(Math.abs((onset?.iterations ?? 0) - 50 * SAMPLES)).toBeLessThanOrEqual(200)
    }),
  )
})
