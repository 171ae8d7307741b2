import { describe, expect, it } from 'vitest'
import { judgeNights, type Night, settledLevel, settledNight } from '../../../src/soak.ts'
import { heapOf, runOf, seriesOf, swing } from './made-up-run.ts'
import { normal, randomOf } from './random.ts'

describe('judgeNights', () => {
  it('finds a level that creeps up by 60 kB a night', () => {
    expect(judgeNights(nightsOf(14, (night) => 50e6 + 60_000 * night))).toMatchObject({
      kind: 'growth',
      shape: 'creep',
      nights: 14,
      level: 50_780_000,
      first: { at: '2026-01-01T02:17:00.000Z' },
      last: { at: '2026-01-14T02:17:00.000Z' },
      perNight: 60_000,
      interval: [60_000, 60_000],
    })
  })

  it('takes nights in the order of their dates', () => {
    const nights = nightsOf(14, (night) => 50e6 + 60_000 * night)

    expect(judgeNights(nights.toReversed())).toEqual(judgeNights(nights))
  })

  it('finds the level settled where it wanders by less than a percent', () => {
    expect(judgeNights(nightsOf(14, (night) => 50e6 + 20_000 * swing(night))).kind).toBe('plateau')
    expect(judgeNights(nightsOf(14, (night) => 50e6 + 37_000 * night)).kind).toBe('plateau')
    expect(judgeNights(nightsOf(14, (night) => 50e6 + 40_000 * night)).kind).toBe('growth')
    expect(judgeNights(nightsOf(14, (night) => 50e6 - 60_000 * night)).kind).toBe('plateau')
  })

  it('leaves a wild fortnight unsettled', () => {
    const random = randomOf(1)
    const wild = Array.from({ length: 14 }, () => 50e6 + 5e6 * normal(random))

    expect(judgeNights(nightsOf(14, (night) => wild[night] ?? 0)).kind).toBe('unsettled')
  })

  it('names the nights between which the level rose at once', () => {
    const nights = nightsOf(14, (night) => (night > 7 ? 52.5e6 : 50e6) + 400_000 * swing(night))

    expect(judgeNights(nights)).toMatchObject({
      kind: 'growth',
      shape: 'step',
      step: {
        before: { at: '2026-01-08T02:17:00.000Z', commit: 'commit 7' },
        after: { at: '2026-01-09T02:17:00.000Z', commit: 'commit 8' },
        nights: 6,
      },
    })
  })

  it('takes three nights for a step, and two of them for a suspicion', () => {
    const stepped = (count: number) =>
      judgeNights(nightsOf(count, (night) => (night > 9 ? 52.5e6 : 50e6)))

    expect(stepped(11)).toMatchObject({ kind: 'unsettled', shape: 'step', step: { nights: 1 } })
    expect(stepped(12)).toMatchObject({ kind: 'unsettled', shape: 'step', step: { nights: 2 } })
    expect(stepped(13)).toMatchObject({ kind: 'growth', shape: 'step', step: { nights: 3 } })
  })

  it('passes a step of less than 2.5 %, which a build adds without a leak', () => {
    const stepped = (to: number) => judgeNights(nightsOf(14, (night) => (night > 7 ? to : 50e6)))

    expect(stepped(51.2e6).kind).toBe('plateau')
    expect(stepped(51.4e6).kind).toBe('growth')
  })

  it('judges the nights since a fall, which creep must not hide below', () => {
    const fell = (count: number) =>
      judgeNights(nightsOf(count, (night) => (night < 8 ? 60e6 : 50e6 + 300_000 * (night - 8))))

    expect(fell(16)).toMatchObject({ kind: 'growth', shape: 'creep', nights: 8 })
  })

  it('passes what rose and was mended', () => {
    const mended = (night: number) => (night > 7 && night < 12 ? 55e6 : 50e6)

    expect(judgeNights(nightsOf(12, mended)).kind).toBe('growth')
    expect(judgeNights(nightsOf(15, mended)).kind).toBe('plateau')
  })

  it('counts by one more or less, never by a part', () => {
    const fds = (count: (night: number) => number) => judgeNights(nightsOf(14, count), 'count').kind

    expect(fds((night) => (night > 7 ? 9 : 8))).toBe('plateau')
    expect(fds((night) => (night > 7 ? 11 : 8))).toBe('growth')
    expect(fds((night) => 8 + night)).toBe('growth')
  })

  it('tells the creep that it would have found', () => {
    const noisy = nightsOf(14, (night) => 50e6 + 500_000 * swing(night))

    expect(judgeNights(noisy).kind).toBe('plateau')
    expect(judgeNights(noisy).resolution).toBeGreaterThan(100_000)
    expect(judgeNights(noisy).resolution).toBeLessThan(400_000)
  })

  it('tells a creep by how much it would have to rise above the noise', () => {
    const found = (nights: number) =>
      judgeNights(nightsOf(nights, (night) => 50e6 + 500_000 * swing(night))).resolution

    expect(found(14)).toMatchInlineSnapshot(`288701.01094860217`)
    expect(found(80)).toMatchInlineSnapshot(`34124.8053367814`)
  })

  it('says nothing where not even a tenth of the level would show, or five of what is counted', () => {
    const most = (unit: 'bytes' | 'count', level: number) => {
      const isTold = (noise: number) =>
        judgeNights(
          nightsOf(20, (night) => level + noise * swing(night)),
          unit,
        ).kind === 'plateau'
      return Array.from({ length: 400 }, (_, at) => (level * at) / 2000).findLast(isTold)
    }

    expect(most('bytes', 50e6)).toMatchInlineSnapshot(`775000`)
    expect(most('count', 8)).toMatchInlineSnapshot(`0.788`)
  })

  it('leaves what looks like creep unsettled until a fortnight can tell', () => {
    const kinds = (nights: number) =>
      new Set(
        Array.from({ length: 60 }, (_, at) => 10_000 * at).map(
          (rate) =>
            judgeNights(nightsOf(nights, (night) => 50e6 + rate * night + 400_000 * swing(night)))
              .kind,
        ),
      )

    expect(kinds(13)).toContain('unsettled')
    expect(kinds(14)).not.toContain('unsettled')
  })

  it('takes all checkpoints of a night where every night tells of them', () => {
    const settled = (night: number) => ({
      median: 50e6 + 600_000 * night,
      spread: 0,
      checkpoints: 40,
    })
    const nights = nightsOf(14, () => 50e6)
    const whole = nights.map((night, at) => ({ ...night, settled: settled(at) }))

    expect(judgeNights(whole).kind).toBe('growth')
    expect(judgeNights([...nights.slice(0, 1), ...whole.slice(1)]).kind).toBe('plateau')
  })

  it('needs seven nights', () => {
    expect(judgeNights(nightsOf(7, () => 50e6)).kind).toBe('plateau')
    expect(judgeNights(nightsOf(7, () => 0)).kind).toBe('plateau')
    expect(judgeNights(nightsOf(6, () => 50e6)).kind).toBe('unsettled')
    expect(judgeNights([])).toMatchObject({ kind: 'unsettled', nights: 0, perNight: 0 })
  })

  it('leaves out nights whose level is no number', () => {
    const nights = nightsOf(8, (night) => (night < 2 ? Number.NaN : 50e6))

    expect(judgeNights(nights)).toMatchObject({ kind: 'unsettled', nights: 6 })
  })
})

describe('settledNight', () => {
  it('is the median of all checkpoints after the warm-up, and how far they lie from it', () => {
    const run = runOf(seriesOf(heapOf(14, (_, at) => (at === 5 ? 9e6 : 1000 * swing(at)))))

    expect(settledNight(run, 'heap')).toEqual({
      median: 10_001_000,
      spread: 0,
      checkpoints: 11,
    })
    expect(settledNight(run, 'external')).toBeUndefined()
  })
})

describe('settledLevel', () => {
  it('is the floor of the last quarter', () => {
    const run = runOf(seriesOf(heapOf(40, (_, at) => (at === 28 ? -9 : at === 30 ? -5 : at))))

    expect(settledLevel(run, 'heap')).toBe(10_000_000 - 5)
  })

  it('begins with the sample after three quarters', () => {
    const run = runOf(seriesOf(heapOf(40, (_, at) => (at === 29 ? -9 : 0))))

    expect(settledLevel(run, 'heap')).toBe(10_000_000 - 9)
  })

  it('is unknown where nothing was read', () => {
    expect(settledLevel(runOf(seriesOf([undefined, Number.NaN])), 'heap')).toBeUndefined()
    expect(settledLevel(runOf(seriesOf([1])), 'external')).toBeUndefined()
  })
})

function nightsOf(count: number, level: (night: number) => number): Night[] {
  return Array.from({ length: count }, (_, night) => ({
    at: new Date(Date.UTC(2026, 0, 1 + night, 2, 17)).toISOString(),
    commit: `commit ${night}`,
    perIteration: 0,
    level: level(night),
  }))
}
