import { describe, expect, it } from 'vitest'
import { completed } from '../../src/decide/history.ts'
import type { LeakOptions } from '../../src/options.ts'
import { type MadeUpCheck, madeUpCheck, type Site, type World } from './made-up-check.ts'

const kept: Site = { isAlive: () => true }

/** A page of which an iteration takes 120 ms, in a test of 30 s. */
function page(world: World, options: LeakOptions = {}): MadeUpCheck {
  const round: World = { iterationMs: 120, recordedTimes: 1, isAsync: true, ...world }
  return madeUpCheck(round, { timeLimitMs: 30_000, ...options }, { collections: 'full' })
}

function keptOneIn(iterations: number): Site {
  return { ...kept, made: (at) => (at % iterations === 0 ? 1 : 0) }
}

describe('where an iteration is a round trip of a user', () => {
  it('a page that keeps nothing is decided in twelve of them', () => {
    const { decision, history } = page({})

    expect(decision).toMatchObject({
      kind: 'plateau',
      resolution: { heapObjects: 3 / 6, handles: 2 / 8 },
    })
    expect(completed(history)).toBe(12)
  })

  it('no more are taken however much time there is', () => {
    expect(completed(page({}, { timeLimitMs: 600_000 }).history)).toBe(12)
  })

  it('growth is proved over fourteen, a pause and one more', () => {
    const { decision, history, steps } = page({ sites: [kept] })

    expect(decision).toMatchObject({ kind: 'growth', because: 'objects-are-kept' })
    expect(steps.filter((step) => step.do === 'pause')).toHaveLength(1)
    expect(completed(history)).toBe(2 + 1 + 14 + 1)
  })

  it('very slow ones are enough proof at 45 % of the time limit', () => {
    const { decision, history, steps } = page({ iterationMs: 1000, sites: [kept] })
    const pause = steps.findIndex((step) => step.do === 'pause')

    expect(decision.kind).toBe('growth')
    expect(history.elapsedMs[pause - 1]).toBeGreaterThan(0.45 * 30_000)
  })

  it('what a timer lets go after two seconds is no growth', () => {
    const toast: Site = { isAlive: (birth, now) => now.ms - birth.ms < 2000 }

    expect(page({ sites: [toast] }).decision.kind).toBe('plateau')
  })

  it('a list of the last ten is no growth', () => {
    const last: Site = { isAlive: (birth, now) => now.iterations - birth.iterations <= 10 }

    expect(page({ sites: [last] }).decision.kind).toBe('plateau')
  })

  it('a leak in every other iteration does not pass', () => {
    expect(page({ sites: [keptOneIn(2)] }).decision.kind).toBe('growth')
  })

  it('a store of numbers that gains one in each is found', () => {
    const { decision } = page({ stores: [({ iterations }) => 40 + iterations] })

    expect(decision).toMatchObject({
      kind: 'growth',
      because: 'stores-gain-entries',
      growth: [{ probe: 'heap', perIteration: 8 }],
    })
  })

  it('a store that gained, and was not counted to the end, does not pass', () => {
    const stores = [({ iterations }: { iterations: number }) => 40 + iterations]

    // Until then the look acquits, the stores are listed, and counted once more.
    expect(page({ stores, endsAtMs: 2000 }).decision.kind).toBe('unsettled')
  })

  it('a store that is full soon is no growth', () => {
    const stores = [({ iterations }: { iterations: number }) => Math.min(iterations, 14)]

    expect(page({ stores }).decision.kind).toBe('plateau')
  })

  it('single bytes outside the heap are none of the scenario’s', () => {
    expect(page({ externalBytes: ({ iterations }) => iterations }).decision.kind).toBe('plateau')
    expect(page({ externalBytes: ({ iterations }) => 100 * iterations }).decision.kind).toBe(
      'growth',
    )
  })

  it.each([
    ['their number was asked for', { iterations: 40 }],
    ['a warm-up was', { warmUp: 3 }],
    ['a store is meant to fill', { bounded: 20 }],
  ])('more are taken where %s', (_, options) => {
    expect(completed(page({}, options).history)).toBeGreaterThan(24)
  })

  it('a first call that is slow by itself leaves them short', () => {
    const { history, steps } = page({ iterationMs: (at) => (at === 0 ? 300 : 2) })

    expect(steps.slice(0, 3)).toMatchObject([
      { iterations: 1 },
      { iterations: 1 },
      { iterations: 3 },
    ])
    expect(completed(history)).toBeGreaterThan(600)
  })

  it('shorter ones are judged over as many as tell a rare leak', () => {
    expect(completed(page({ iterationMs: 39 }).history)).toBeGreaterThan(24)
    expect(completed(page({ iterationMs: 40 }).history)).toBe(12)
  })
})
