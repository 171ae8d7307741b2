import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GrowthTerms, growsSteadily } from '../../../src/plateau/soak/steady-growth.ts'
import { theilSen, Z } from '../../../src/plateau/soak/theil-sen.ts'
import { swing } from './made-up-run.ts'
import { normal, randomOf } from './random.ts'

const TERMS: GrowthTerms = { tolerated: 0, stray: 10, unseen: 100 }

describe('an even rise', () => {
  it('is growth above what a level strays by', () => {
    expect(growsSteadily(line(24, 10.1), TERMS)).toBe(true)
    expect(growsSteadily(line(24, 9.9), TERMS)).toBe(false)
  })

  it('is growth only for what exceeds the tolerance', () => {
    expect(growsSteadily(line(24, 1000), { ...TERMS, tolerated: 980 })).toBe(true)
    expect(growsSteadily(line(24, 1000), { ...TERMS, tolerated: 1000 })).toBe(false)
    expect(growsSteadily(line(24, 1000), { ...TERMS, tolerated: 991 })).toBe(false)
  })

  it('is no growth where it falls', () => {
    expect(growsSteadily(line(24, -1000), TERMS)).toBe(false)
  })
})

describe('a rise of so many times its unevenness', () => {
  it.each([
    [24, 16],
    [8, 16],
    [7, 24],
    [6, 24],
  ])('over %d blocks is growth from %d', (blocks, times) => {
    expect(growsSteadily(unevenLine(blocks, { rise: 1000, times: times - 0.5 }), TERMS)).toBe(false)
    expect(growsSteadily(unevenLine(blocks, { rise: 1000, times: times + 0.5 }), TERMS)).toBe(true)
  })

  it('is growth from 32 where clean levels wander as far', () => {
    expect(growsSteadily(unevenLine(24, { rise: 90, times: 31.5 }), TERMS)).toBe(false)
    expect(growsSteadily(unevenLine(24, { rise: 90, times: 32.5 }), TERMS)).toBe(true)
  })
})

describe('a rise that slows down', () => {
  it('is growth only where the second half grows by more than 0.75 of the first', () => {
    expect(growsSteadily(bent(0.73), TERMS)).toBe(false)
    expect(growsSteadily(bent(0.77), TERMS)).toBe(true)
  })

  it('is growth where it gets faster', () => {
    expect(growsSteadily(bent(1.3), TERMS)).toBe(true)
  })
})

describe('a rise in one jump', () => {
  it.each([1, 6, 12, 18, 23])('after block %d is no growth', (from) => {
    expect(
      growsSteadily(
        pointsOf(24, (part, at) => (at >= from ? 1000 : part)),
        TERMS,
      ),
    ).toBe(false)
  })
})

it('is no growth where one quarter of it stood still', () => {
  const stopped = pointsOf(24, (part) => 1000 * (part < 0.5 ? part : Math.max(0.5, part - 0.25)))

  expect(growsSteadily(stopped, TERMS)).toBe(false)
})

it('is no growth where eight blocks leave a 99.9 % interval that holds nothing', () => {
  const readings = [17, 150, 270, 461, 570, 754, 824, 1019]
  const uneven = pointsOf(8, (_, at) => readings[at] ?? 0)

  expect(growsSteadily(uneven, TERMS)).toBe(true)
  expect(theilSen(uneven).intervalAt(Z[99.9])[0]).toBeLessThan(500)
  expect(growsSteadily(uneven, { ...TERMS, tolerated: 500 })).toBe(false)
})

it('is no growth where the 99.9 % interval begins at what is tolerated', () => {
  const paused = [0, 143, 286, 500, 500, 714, 857, 1000]

  expect(
    growsSteadily(
      pointsOf(8, (_, at) => paused[at] ?? 0),
      TERMS,
    ),
  ).toBe(false)
})

it('is only ever found where the 99.9 % interval of its slope lies above the tolerance', () => {
  const anyLeak = fc.record({
    seed: fc.integer(),
    blocks: fc.integer({ min: 6, max: 48 }),
    noise: fc.constantFrom(10, 20, 40, 60),
    memory: fc.constantFrom(0, 0.9, 1),
    tolerated: fc.constantFrom(0, 500),
  })

  fc.assert(
    fc.property(anyLeak, ({ seed, blocks, noise, memory, tolerated }) => {
      const random = randomOf(seed)
      let drift = 0
      const points = pointsOf(blocks, (part) => {
        drift = memory * drift + noise * normal(random)
        return 1000 * part + drift
      })
      fc.pre(growsSteadily(points, { ...TERMS, tolerated }))

      expect(theilSen(points).intervalAt(Z[99.9])[0]).toBeGreaterThan(tolerated)
    }),
  )
})

/** One iteration in all, so that a rise per iteration is the rise. */
function pointsOf(blocks: number, reading: (part: number, at: number) => number) {
  const iterations = Array.from({ length: blocks }, (_, at) => at / (blocks - 1))
  return { iterations, readings: iterations.map((part, at) => reading(part, at)) }
}

function line(blocks: number, rise: number) {
  return pointsOf(blocks, (part) => rise * part)
}

function unevenLine(blocks: number, { rise, times }: { rise: number; times: number }) {
  const offsets = Array.from({ length: blocks }, (_, at) => swing(at))
  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / blocks
  const deviation = Math.sqrt(offsets.reduce((sum, one) => sum + (one - mean) ** 2, 0) / blocks)
  return pointsOf(blocks, (part, at) => rise * part + ((rise / times) * swing(at)) / deviation)
}

function bent(slope: number) {
  return pointsOf(24, (part) => 1000 * (Math.min(part, 0.5) + slope * Math.max(0, part - 0.5)))
}
