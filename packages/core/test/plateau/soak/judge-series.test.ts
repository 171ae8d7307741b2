import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasDoubled, isTrusted, judgeSeries } from '../../../src/plateau/soak/judge-series.ts'
import type { SoakSeries } from '../../../src/plateau/soak/soak-run.ts'
import { BASE_BYTES, heapOf, seriesOf, swing } from './made-up-run.ts'
import { normal, randomOf } from './random.ts'

const CHECKPOINTS = { mode: 'checkpoints', warmUpIterations: 4000, tolerated: 0 } as const

describe('a heap', () => {
  it('that stays where it is levels off, and says how small a leak it would have shown', () => {
    const judged = judge(heapOf(24, () => 0))

    expect(judged.shape).toBe('plateau')
    expect(judged.resolution).toBeCloseTo(32_768 / 12_000, 6)
    expect(judged.iterations).toBe(20_000)
    expect(judged.samples).toBe(21)
  })

  it('that gains the same at every checkpoint grows by exactly that', () => {
    expect(judge(heapOf(24, (iterations) => 100 * iterations))).toMatchObject({
      shape: 'growth',
      growth: { probe: 'heap', perIteration: 100, interval: [100, 100] },
    })
  })

  it('grows only by more than its engine moves by: 32 KiB in a run', () => {
    // From the first pair of checkpoints to the last: 18,000 iterations.
    expect(judge(heapOf(24, (iterations) => (33_500 / 18_000) * iterations)).shape).toBe('growth')
    expect(judge(heapOf(24, (iterations) => (32_000 / 18_000) * iterations)).shape).not.toBe(
      'growth',
    )
  })

  it('is suspect where it stepped up over the last doubling by more than 32 KiB', () => {
    expect(judge(heapOf(24, (_, at) => (at > 16 ? 33_000 : 0))).shape).toBe('suspect')
    expect(judge(heapOf(24, (_, at) => (at > 16 ? 32_500 : 0))).shape).toBe('plateau')
  })

  it('has strayed by what its target says', () => {
    const readings = heapOf(24, (_, at) => (at > 16 ? 90_000 : 0))

    expect(judge(readings, { strayPerSample: 89_000 }).shape).toBe('suspect')
    expect(judge(readings, { strayPerSample: 91_000 }).shape).toBe('plateau')
  })

  it('whose readings are exact grows by as little as a tenth of a byte per iteration', () => {
    expect(
      judge(
        heapOf(24, (iterations) => 0.15 * iterations),
        { noise: 'exact' },
      ).shape,
    ).toBe('growth')
    expect(
      judge(
        heapOf(24, (iterations) => 0.09 * iterations),
        { noise: 'exact' },
      ).shape,
    ).toBe('plateau')
  })

  it('may step by what is tolerated over the last doubling, too', () => {
    const stepped = (bytes: number) =>
      judge(
        heapOf(24, (_, at) => (at > 16 ? bytes : 0)),
        {},
        4,
      )

    expect(stepped(32_768 + 4 * 12_000 - 100).shape).toBe('plateau')
    expect(stepped(32_768 + 4 * 12_000 + 100).shape).toBe('suspect')
  })

  it('levels off where only the first half rose', () => {
    const filled = heapOf(24, (iterations) => 100 * Math.min(iterations, 10_000))

    expect(judge(filled).shape).toBe('plateau')
  })

  it('tells the upper end of its interval as the smallest leak that it would have shown', () => {
    const judged = judge(heapOf(24, (iterations) => 100 * iterations))

    expect(judged.resolution).toBe(100)
  })

  it('levels off up to the growth that is tolerated or its target has of its own', () => {
    const readings = heapOf(24, (iterations) => 100 * iterations)

    expect(judge(readings, {}, 101).shape).toBe('plateau')
    expect(judge(readings, {}, 90).shape).toBe('growth')
    expect(judge(readings, { floorPerIteration: 101 }).shape).toBe('plateau')
    expect(judge(readings, { floorPerIteration: 90 }).shape).toBe('growth')
  })

  it('is noisy where its readings could hide four times half a percent of it', () => {
    const noise = noiseOf(5)
    const straying = (bytes: number) => judge(heapOf(24, (_, at) => bytes * (noise[at] ?? 0))).shape

    expect(straying(170_000)).toBe('plateau')
    expect(straying(200_000)).toBe('noise')
  })

  it('may step by four times its own noise', () => {
    // Half of the steps between blocks fall by 20 kB or not at all.
    const noisy = (step: number) =>
      heapOf(96, (_, at) => 10_000 * swing(at >> 1) + (at > 70 ? step : 0))

    expect(judge(noisy(36_000)).shape).not.toBe('suspect')
    expect(judge(noisy(49_000)).shape).toBe('suspect')
  })

  it('of twelve judged samples can be judged, of eleven that are no clear level it cannot', () => {
    expect(judge(heapOf(15, () => 0)).shape).toBe('plateau')
    expect(judge(heapOf(14, (_, at) => (at === 8 ? -40_000 : 0)))).toMatchObject({
      shape: 'short',
      resolution: Number.POSITIVE_INFINITY,
    })
  })

  it('that reads 30 kB more after every second collection levels off', () => {
    expect(judge(heapOf(24, (_, at) => (at % 2) * 30_000)).shape).toBe('plateau')
    expect(judge(heapOf(23, (_, at) => (at % 2) * 30_000)).shape).toBe('plateau')
  })
})

describe('a count', () => {
  const handles = { probe: 'handles', unit: 'count', noise: 'exact' } as const

  it('grows where each checkpoint holds one more', () => {
    expect(
      judge(
        counts((at) => at),
        handles,
      ),
    ).toMatchObject({
      shape: 'growth',
      growth: { perIteration: 0.001 },
    })
  })

  it('levels off with one stray, and is suspect with two', () => {
    expect(
      judge(
        counts((at) => (at > 16 ? 1 : 0)),
        handles,
      ).shape,
    ).toBe('plateau')
    expect(
      judge(
        counts((at) => (at > 16 ? 2 : 0)),
        handles,
      ).shape,
    ).toBe('suspect')
  })

  it('may swing so that it could hide four quarters of itself, for what is in flight', () => {
    const noise = noiseOf(4)
    const inFlight = (spread: number) =>
      judge(
        counts((at) => 20 + Math.round(spread * (noise[at] ?? 0)), 96),
        handles,
      ).shape

    expect(inFlight(26)).toBe('plateau')
    expect(inFlight(28)).toBe('noise')
  })

  it('is no growth where it stands still in one quarter', () => {
    const still = counts((at) => (at < 12 ? at : Math.max(12, at - 5)))

    expect(judge(still, handles).shape).toBe('suspect')
  })
})

it('convicts neither resident memory nor what is noisy', () => {
  expect(isTrusted(seriesOf([]))).toBe(true)
  expect(isTrusted(seriesOf([], { probe: 'rss' }))).toBe(false)
  expect(isTrusted(seriesOf([], { noise: 'noisy' }))).toBe(false)
})

it('has doubled at twice the level after the warm-up', () => {
  const grown = (times: number) =>
    judge(heapOf(24, (iterations) => ((times - 1) * BASE_BYTES * (iterations - 5000)) / 18_000))

  expect(hasDoubled(grown(2.01))).toBe(true)
  expect(hasDoubled(grown(1.99))).toBe(false)
  expect(hasDoubled({ ...grown(2), firstLevel: 10, lastLevel: 20 })).toBe(true)
  expect(hasDoubled(judge(Array.from({ length: 24 }, () => 0)))).toBe(false)
})

it('does not change when a constant is added to all readings of a steady leak', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500_000_000 }), (constant) => {
      const readings = heapOf(24, (iterations) => 100 * iterations + constant)

      expect(judge(readings)).toMatchObject({ shape: 'growth', growth: { perIteration: 100 } })
    }),
  )
})

it('never calls growth what does not rise', () => {
  const anyFalling = fc
    .array(fc.integer({ min: 0, max: 50_000_000 }), { minLength: 12, maxLength: 60 })
    .map((readings) => readings.sort((one, other) => other - one))

  fc.assert(
    fc.property(anyFalling, (readings) => {
      expect(judge(readings).shape).not.toBe('growth')
    }),
  )
})

function judge(readings: readonly number[], changed: Partial<SoakSeries> = {}, tolerated = 0) {
  return judgeSeries(seriesOf(readings, changed), { ...CHECKPOINTS, tolerated })
}

function noiseOf(seed: number): number[] {
  const random = randomOf(seed)
  return Array.from({ length: 96 }, () => normal(random))
}

function counts(extra: (at: number) => number, samples = 24): number[] {
  return Array.from({ length: samples }, (_, at) => 20 + extra(at))
}
