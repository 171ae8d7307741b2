import { describe, expect, it } from 'vitest'
import { beginDisplacing } from '../../src/decide/displacement.ts'
import type { LeakOptions } from '../../src/options.ts'
import type { Growth } from '../../src/plateau/verdict.ts'
import { type Moment, madeUpCheck, type Site, type World } from './made-up-check.ts'

/** Collections so slow that the gate sees too few doublings, and births end after some hundred iterations. */
const BUSY: World = { sampleMs: 400, lookMs: 20, iterationMs: 0.05, recordedTimes: 30 }

/** Objects of so many bytes, of which the latest stay: a cache that is full after as many iterations. */
function cacheOf(entries: number, bytes = 800): Site {
  return { bytes, isAlive: (birth, now) => now.iterations - birth.iterations < entries }
}

function checkOf(site: Site, options: LeakOptions = {}, world: World = {}) {
  const { decision, steps } = madeUpCheck({ ...BUSY, ...world, sites: [site] }, options, {
    ages: true,
  })
  const runs = steps.flatMap((step) =>
    step.do === 'run' && step.phase === 'displaced' ? [step.iterations] : [],
  )
  return { decision, runs }
}

describe('what is kept where time ended the births', () => {
  it('is a cache where the heap is level over iterations after those that fill it', () => {
    const { decision, runs } = checkOf(cacheOf(1000))

    expect(runs).toEqual(Array(8).fill(625))
    expect(decision).toMatchObject({ kind: 'plateau', resolution: { heapObjects: 0.25 } })
  })

  it('is a leak where the heap rises by it', () => {
    const { decision, runs } = checkOf({ bytes: 800, isAlive: () => true })

    expect(runs).toEqual(Array(8).fill(625))
    expect(decision).toMatchObject({ kind: 'growth', because: 'objects-are-kept' })
  })

  it('is a leak where the heap is not level: it rises by a fifth, or falls', () => {
    const straying = (bytesPerIteration: number) =>
      checkOf(
        cacheOf(2000),
        {},
        {
          heapBytes: ({ iterations }) => bytesPerIteration * iterations,
        },
      ).decision.kind

    expect(straying(0.19 * 800)).toBe('plateau')
    expect(straying(0.21 * 800)).toBe('growth')
    expect(straying(-0.21 * 800)).toBe('growth')
  })

  it('must be level to a quarter of an object', () => {
    const four = (bytesPerIteration: number) =>
      checkOf(
        { ...cacheOf(2000), made: () => 4 },
        {},
        {
          heapBytes: ({ iterations }) => bytesPerIteration * iterations,
        },
      ).decision.kind

    expect(four(0.24 * 800)).toBe('plateau')
    expect(four(0.26 * 800)).toBe('growth')
  })

  it('takes as many more iterations as make up the bytes that code which is thrown away may hide, four times at most', () => {
    const { history, terms } = madeUpCheck({ iterationMs: 0.01 })
    const iterationsOf = (perIteration: number) => {
      const growth: Growth = { probe: 'heap', perIteration, interval: [0, perIteration] }
      const step = beginDisplacing(history, { ...terms, ages: true }, [growth])
      return step?.do === 'run' ? step.iterations : 0
    }

    expect(iterationsOf(106)).toBe(625)
    expect(iterationsOf(27)).toBe(2428)
    expect(iterationsOf(26)).toBe(0)
  })

  it('is not asked of so many bytes that the scenario may not keep them', () => {
    const runsOf = (bytes: number) => checkOf(cacheOf(1000, bytes)).runs.length

    expect(runsOf(20_000)).toBe(8)
    expect(runsOf(20_200)).toBe(0)
  })

  it('is not asked where it takes too long, nor of a number of iterations that was asked for', () => {
    expect(checkOf(cacheOf(1000), {}, { iterationMs: 0.5 }).runs).toEqual([])
    expect(checkOf(cacheOf(1000), { iterations: 100 }).runs).toEqual([])
  })

  it('convicts where time ends meanwhile, for each iteration is slower than the one before', () => {
    const { decision, runs } = checkOf(
      { bytes: 800, isAlive: () => true },
      {},
      {
        iterationMs: (iteration) => (iteration < 3000 ? 0.05 : 0.3),
      },
    )

    expect(runs.length).toBeLessThan(8)
    expect(decision.kind).toBe('growth')
  })

  it('is not asked where births were recorded for long enough', () => {
    const { runs } = checkOf({ isAlive: () => true }, {}, { sampleMs: 2, lookMs: 2 })

    expect(runs).toEqual([])
  })
})

describe('what births prove', () => {
  /** So quick that births prove growth, beside collections so slow that the gate fills no cache. */
  const QUICK: World = { iterationMs: 0.01, recordedTimes: 4, sampleMs: 400, lookMs: 100 }

  it('is a cache where cheap iterations fill it', () => {
    const { decision, runs } = checkOf(cacheOf(5000, 80), {}, QUICK)

    expect(runs.length).toBe(8)
    expect(decision.kind).toBe('plateau')
  })

  it('is told at once where as many ran before, and of handles', () => {
    const quick = { ...QUICK, sampleMs: 2, lookMs: 2 }
    const handles = { handles: ({ iterations }: Moment) => iterations }

    expect(checkOf({ bytes: 80, isAlive: () => true }, {}, quick).runs).toEqual([])
    expect(checkOf({ bytes: 80, isAlive: () => true }, {}, { ...QUICK, ...handles }).runs).toEqual(
      [],
    )
  })
})
