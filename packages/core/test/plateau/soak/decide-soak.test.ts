import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideSoak } from '../../../src/plateau/soak/decide-soak.ts'
import type { SoakSeries } from '../../../src/plateau/soak/soak-run.ts'
import { BASE_BYTES, heapOf, runOf, seriesOf } from './made-up-run.ts'

const LEVEL = heapOf(24, () => 0)
const LEAK = heapOf(24, (iterations) => 100 * iterations)

describe('a plateau', () => {
  it('needs every series to level off', () => {
    const handles = countsOf((at) => (at > 16 ? 5 : 0))

    expect(decideSoak(runOf(seriesOf(LEVEL))).kind).toBe('plateau')
    expect(decideSoak(runOf([seriesOf(LEVEL), handles]))).toMatchObject({
      kind: 'unsettled',
      doubt: { kind: 'suspect', isUncollected: false },
      suspects: [{ probe: 'handles' }],
    })
  })

  it('needs four times the iterations of the warm-up', () => {
    expect(decideSoak(runOf(seriesOf(LEVEL), { warmUpIterations: 4800 })).kind).toBe('plateau')
    expect(decideSoak(runOf(seriesOf(LEVEL), { warmUpIterations: 4900 }))).toMatchObject({
      doubt: { kind: 'iterations', iterations: 19_100, needed: 19_600 },
    })
  })

  it('needs 95 % of the planned samples', () => {
    const taken = heapOf(103, () => 0)
    const missing = (count: number) =>
      runOf(
        seriesOf(taken.map((reading, at) => (at >= 50 && at < 50 + count ? undefined : reading))),
      )

    expect(decideSoak(missing(5)).kind).toBe('plateau')
    expect(decideSoak(missing(6))).toMatchObject({
      doubt: { kind: 'missing', samples: 94, planned: 100 },
    })
  })

  it('is never seen in a series of which too little was read, whatever the others say', () => {
    const blind = seriesOf(
      LEVEL.map(() => undefined),
      { probe: 'external' },
    )

    expect(decideSoak(runOf([seriesOf(LEVEL), blind]))).toMatchObject({
      doubt: { kind: 'samples', samples: 0, needed: 12 },
    })
  })

  it.each([
    ['no sample', []],
    ['one sample', [BASE_BYTES]],
    ['samples that are no numbers', LEVEL.map(() => Number.NaN)],
    ['missing samples', LEVEL.map(() => undefined)],
    ['infinite samples', LEVEL.map(() => Number.POSITIVE_INFINITY)],
  ])('is never seen in %s', (_, readings) => {
    expect(decideSoak(runOf(seriesOf(readings)))).toMatchObject({
      kind: 'unsettled',
      doubt: { kind: 'samples' },
    })
  })

  it('is never seen without any series, or with a plan that is no number', () => {
    expect(decideSoak(runOf([]))).toMatchObject({ kind: 'unsettled', doubt: { kind: 'samples' } })
    expect(decideSoak(runOf(seriesOf(LEVEL), { plannedSamples: Number.NaN })).kind).toBe(
      'unsettled',
    )
    expect(decideSoak(runOf(seriesOf(LEVEL), { warmUpIterations: Number.NaN })).kind).toBe(
      'unsettled',
    )
  })

  it('is never made of missing samples', () => {
    const anyHoles = fc.array(fc.boolean(), { minLength: 24, maxLength: 24 })

    fc.assert(
      fc.property(anyHoles, (holes) => {
        const readings = LEVEL.map((reading, at) => (holes[at] ? undefined : reading))
        const missing = holes.slice(3).filter((isHole) => isHole).length

        const { kind } = decideSoak(runOf(seriesOf(readings)))

        expect(kind).toBe(missing <= 1 ? 'plateau' : 'unsettled')
      }),
    )
  })
})

describe('growth', () => {
  it('names every series that grew', () => {
    expect(decideSoak(runOf([seriesOf(LEAK), countsOf((at) => at)]))).toMatchObject({
      kind: 'growth',
      growth: [
        { probe: 'heap', perIteration: 100 },
        { probe: 'handles', perIteration: 0.001 },
      ],
      stores: [],
    })
  })

  it('is found though samples are missing', () => {
    const readings = LEAK.map((reading, at) => (at % 5 === 0 ? undefined : reading))

    expect(decideSoak(runOf(seriesOf(readings))).kind).toBe('growth')
  })

  it('needs as many iterations as the warm-up had', () => {
    const judgedAfter = (warmUpIterations: number) =>
      decideSoak(runOf(seriesOf(LEAK), { warmUpIterations, plannedSamples: 12 }))

    expect(judgedAfter(12_000).kind).toBe('growth')
    expect(judgedAfter(12_001)).toMatchObject({
      kind: 'unsettled',
      doubt: { kind: 'iterations' },
      suspects: [{ probe: 'heap' }],
    })
  })

  it('is none up to what is tolerated', () => {
    expect(decideSoak(runOf(seriesOf(LEAK), { tolerate: { heap: 101 } })).kind).toBe('plateau')
    expect(decideSoak(runOf(seriesOf(LEAK), { tolerate: { external: 101 } })).kind).toBe('growth')
  })
})

describe('a store that gains entries', () => {
  const censuses = [4, 9, 14, 19, 24].map((thousands) => ({
    iterations: 1000 * thousands,
    stores: [{ container: 'Map sessions', entries: 1000 * thousands }],
  }))

  it('is growth of a level heap, at the rate that was measured', () => {
    expect(decideSoak(runOf(seriesOf(LEVEL), { censuses }))).toMatchObject({
      kind: 'growth',
      growth: [{ probe: 'heap', perIteration: 0, interval: [0, 0], types: ['Map sessions'] }],
      stores: [{ container: 'Map sessions', entriesPerIteration: 1 }],
    })
  })

  it('is told with the bytes that were measured, where these are too uneven to prove it', () => {
    const uneven = heapOf(24, (iterations, at) => 110 * iterations + 400_000 * ((at >> 1) % 3))
    expect(decideSoak(runOf(seriesOf(uneven))).kind).toBe('unsettled')

    const decision = decideSoak(runOf(seriesOf(uneven), { censuses }))

    const [heap] = decision.kind === 'growth' ? decision.growth : []
    expect(heap?.perIteration).toBeGreaterThan(80)
    expect(heap?.perIteration).toBeLessThan(140)
    expect(heap?.interval[0]).toBeLessThan(110)
    expect(heap?.interval[1]).toBeGreaterThan(110)
  })

  it('is named among three at most', () => {
    const many = censuses.map(({ iterations }) => ({
      iterations,
      stores: Array.from({ length: 170 }, (_, at) => ({
        container: `Array #${at}`,
        entries: iterations,
      })),
    }))

    expect(decideSoak(runOf(seriesOf(LEAK), { censuses: many }))).toMatchObject({
      growth: [{ types: ['Array #0', 'Array #1', 'Array #2'] }],
    })
  })

  it('names what a growing heap is made of', () => {
    expect(decideSoak(runOf(seriesOf(LEAK), { censuses }))).toMatchObject({
      growth: [{ probe: 'heap', perIteration: 100, types: ['Map sessions'] }],
    })
  })

  it('is none where as many bytes are tolerated', () => {
    const tolerating = (heap: number) =>
      decideSoak(runOf(seriesOf(LEVEL), { censuses, tolerate: { heap } }))

    expect(tolerating(7.9).kind).toBe('growth')
    expect(tolerating(8).kind).toBe('plateau')
  })
})

describe('resident memory', () => {
  const rss = (readings: readonly number[]) => seriesOf(readings, { probe: 'rss', noise: 'noisy' })

  it('is suspect at most, however steadily it grows', () => {
    expect(decideSoak(runOf(rss(LEAK)))).toMatchObject({
      kind: 'unsettled',
      doubt: { kind: 'suspect', isUncollected: true },
      suspects: [{ probe: 'rss', perIteration: 100 }],
    })
  })

  it('may level off', () => {
    expect(decideSoak(runOf(rss(LEVEL))).kind).toBe('plateau')
  })

  it('decides nothing next to a heap, unless it doubled', () => {
    const steep = heapOf(24, (iterations) => 1000 * iterations)

    expect(decideSoak(runOf([seriesOf(LEVEL), rss(LEAK)])).kind).toBe('plateau')
    expect(decideSoak(runOf([seriesOf(LEVEL), rss(steep)]))).toMatchObject({
      doubt: { kind: 'suspect' },
      suspects: [{ probe: 'rss' }],
    })
  })

  it('still decides next to nothing but counts', () => {
    expect(decideSoak(runOf([rss(LEAK), countsOf(() => 0)])).kind).toBe('unsettled')
  })
})

function countsOf(extra: (at: number) => number): SoakSeries {
  return seriesOf(
    LEVEL.map((_, at) => 20 + extra(at)),
    { probe: 'handles', unit: 'count', noise: 'exact' },
  )
}
