import { describe, expect, it } from 'vitest'
import { judgeNights, type Night, settledLevel } from '../../../src/soak.ts'
import { heapOf, runOf, seriesOf, swing } from './made-up-run.ts'
import { normal, randomOf } from './random.ts'

describe('judgeNights', () => {
  it('finds a level that creeps up by 60 kB a night', () => {
    expect(judgeNights(nightsOf(14, (night) => 50e6 + 60_000 * night))).toEqual({
      kind: 'growth',
      nights: 14,
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

  it('leaves a step and a wild fortnight unsettled', () => {
    const random = randomOf(1)
    const wild = Array.from({ length: 14 }, () => 50e6 + 5e6 * normal(random))

    expect(judgeNights(nightsOf(14, (night) => (night > 7 ? 60e6 : 50e6))).kind).toBe('unsettled')
    expect(judgeNights(nightsOf(14, (night) => wild[night] ?? 0)).kind).toBe('unsettled')
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
    perIteration: 0,
    level: level(night),
  }))
}
