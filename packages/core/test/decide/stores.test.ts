import { describe, expect, it } from 'vitest'
import { placesOf } from '../../src/decide/history.ts'
import { type Moment, madeUpCheck, type World } from './made-up-check.ts'

const entries = ({ iterations }: Moment) => iterations

function deedsOf(world: World, ...of: [options?: object, here?: object]): readonly string[] {
  return madeUpCheck(world, ...of).steps.map((step) => step.do)
}

/** Iterations at the first count of a scenario of 1.2 ms, and of the batches between counts. */
const [FIRST = 0, SECOND = 0] = ((history) =>
  placesOf(history, 'count').map((at) => history.completed[at] ?? 0))(
  madeUpCheck({ iterationMs: 1.2 }).history,
)
const BATCH = SECOND - FIRST

/** A store that gains what it is told to, by batch between the counts. */
function gaining(gains: readonly number[]): World {
  return {
    iterationMs: 1.2,
    stores: [
      ({ iterations }) => {
        const batch = (iterations - FIRST) / BATCH
        return (
          1000 + gains.slice(0, Math.max(0, Math.round(batch))).reduce((sum, one) => sum + one, 0)
        )
      },
    ],
  }
}

describe('stores are counted', () => {
  it('over four equal batches where nothing else is kept, and over no more than tell that every store stopped', () => {
    const countsOf = (world: World) =>
      deedsOf({ iterationMs: 1.2, ...world }).filter((deed) => deed === 'count')

    expect(countsOf(gaining([2, 2, 2, 1]))).toHaveLength(5)
    expect(countsOf(gaining([2, 2, 0, 2]))).toHaveLength(4)
    expect(countsOf(gaining([2, 0, 2, 2]))).toHaveLength(3)
    expect(countsOf(gaining([1, 0, 0, 0]))).toHaveLength(2)
    expect(countsOf({})).toHaveLength(2)
  })

  it('where iterations ran before that may have filled one', () => {
    const world = { iterationMs: 0.5, recordedTimes: 1 }
    const counts = (ranBefore: number) =>
      deedsOf(world, {}, { ranBefore }).filter((deed) => deed === 'count').length

    expect(counts(0)).toBe(0)
    expect(counts(960)).toBeGreaterThan(0)
  })

  it('and over one more after a pause where one gained entries', () => {
    expect(deedsOf({ iterationMs: 1.2, stores: [entries] }).slice(-5)).toEqual([
      'count',
      'pause',
      'run',
      'count',
      'end',
    ])
  })

  it('not where listing them takes too long', () => {
    const here = { realms: 40 }

    expect(deedsOf({ iterationMs: 1.2, sampleMs: 10 }, {}, here)).not.toContain('count')
    expect(deedsOf({ iterationMs: 1.2, sampleMs: 1 }, {}, here)).toContain('count')
  })

  it('not where listing takes too long: all of them have moved after some more iterations', () => {
    const world = { iterationMs: 2, recordedTimes: 2, sampleMs: 20 }
    const here = { realms: 20 }
    const gains = (perIteration: number): World => ({
      ...world,
      stores: [({ iterations }) => Math.floor(perIteration * iterations)],
    })
    const { decision, steps } = madeUpCheck(world, {}, here)

    expect(steps.map((step) => step.do)).not.toContain('count')
    expect(decision).toMatchObject({ kind: 'plateau', because: 'nothing-is-kept' })
    expect(deedsOf(world, {}, { realms: 1 })).toContain('count')
    for (const rate of [1, 1 / 2, 1 / 4]) {
      const found = madeUpCheck(gains(rate), {}, here).decision
      // What was not counted may pass, and the bound tells it.
      expect('resolution' in found && found.resolution.heap).toBeGreaterThanOrEqual(8 * rate)
    }
  })

  it('not where listing takes too long: a last doubling is tried where half of its time is left', () => {
    const lastDeeds = (iterationMs: number) => {
      const large = { bytes: 1e6, isAlive: () => false }
      const heapBytes = ({ iterations }: Moment) => 3 * iterations
      const world = { iterationMs, recordedTimes: 2, sampleMs: 150, lookMs: 200, heapBytes }
      const { steps } = madeUpCheck({ ...world, sites: [large] }, {}, { realms: 4 })
      // Windows of one doubling count as one run.
      const deeds = steps.filter((step) => step.do !== 'sample' || !step.isBetween)
      return deeds
        .map((step) => step.do)
        .filter((deed, at, all) => deed !== all[at - 1])
        .slice(-3)
    }

    expect(lastDeeds(0.6)).toEqual(['sample', 'run', 'end'])
    expect(lastDeeds(0.95)).toEqual(['run', 'sample', 'end'])
  })

  it('not where objects rose in the gate that are gone after the pause, and listing takes too long', () => {
    const cleared = { bytes: 900, isAlive: (birth: Moment, now: Moment) => now.ms - birth.ms < 900 }
    // What explains is loaded during the pause.
    const heapBytes = ({ ms }: Moment) => (ms > 900 ? 5e6 : 0)
    const world = { iterationMs: 0.02, sampleMs: 10, sites: [cleared], heapBytes }
    const { decision, steps } = madeUpCheck(world, {}, { realms: 40 })

    expect(steps.map((step) => step.do)).toContain('pause')
    expect(steps.map((step) => step.do)).not.toContain('count')
    expect(decision.kind).toBe('plateau')
  })

  it('not where listing takes too long: two readings, a doubling apart, tell a store that gains numbers', () => {
    const numbers = (perIteration: number): World => ({
      stores: [({ iterations }) => perIteration * iterations],
      iterationMs: 0.01,
      recordedTimes: 2,
      sampleMs: 150,
      lookMs: 200,
    })
    const kinds = [1, 1 / 3, 0].map(
      (perIteration) => madeUpCheck(numbers(perIteration), {}, { realms: 3 }).decision.kind,
    )

    expect(kinds).toEqual(['unsettled', 'unsettled', 'plateau'])
    const once: World = {
      ...numbers(0),
      sampleMs: 110,
      heapBytes: ({ iterations }) => (iterations > 8000 ? 65_536 : 0),
    }
    expect(madeUpCheck(once, {}, { realms: 4 }).decision.kind).toBe('plateau')
  })

  it('not where listing takes too long: one more doubling tells whether what rose in the gate rises on', () => {
    const fullAt = (most: number): World => ({
      heapBytes: ({ iterations }) => 100 * Math.min(iterations, most),
      iterationMs: 0.03,
      recordedTimes: 2,
      sampleMs: 140,
      lookMs: 280,
    })
    const [filled, filling] = [3000, 30_000].map((most) =>
      madeUpCheck(fullAt(most), {}, { realms: 2, isFirst: true }),
    )

    expect(filled?.steps.slice(-3).map((step) => step.do)).toEqual(['run', 'sample', 'end'])
    expect(filled?.decision.kind).toBe('plateau')
    expect(filling?.decision.kind).toBe('unsettled')
  })

  it('not where the silent heap was level over two doublings, for an array that gains a slot in every fourth iteration adds more', () => {
    const counts = (perIteration: number) =>
      deedsOf({
        heapBytes: ({ iterations }) => perIteration * iterations,
        isInterrupted: true,
        iterationMs: 0.3,
      }).filter((deed) => deed === 'count').length

    expect(counts(0.49)).toBe(0)
    expect(counts(0.51)).toBeGreaterThan(0)
  })
})

describe('a store', () => {
  it('that gains as much as its iterations let expect in each batch grows', () => {
    expect(madeUpCheck(gaining([300, 240, 390, 270, 330])).decision).toMatchObject({
      kind: 'growth',
      because: 'stores-gain-entries',
    })
  })

  it.each([
    ['gains in one batch only', [400, 0, 0, 0]],
    ['loses what it gained', [300, -300, 300, -300]],
    ['gains less and less', [300, 200, 80, 20]],
  ])('that %s does not', (_, gains) => {
    expect(madeUpCheck(gaining(gains)).decision.kind).toBe('plateau')
  })

  it('that holds less than half of what it would have gained does not: it is emptied now and then', () => {
    const held = (before: number): World => ({
      iterationMs: 1.2,
      stores: [({ iterations }) => Math.max(0, iterations - FIRST) + before],
    })
    const counts = placesOf(madeUpCheck(held(1e6)).history, 'count')
    const completed = counts.map((at) => madeUpCheck(held(1e6)).history.completed[at] ?? 0)
    // All batches gained their entries, of those that all iterations would have left.
    const gained = (completed[4] ?? 0) - FIRST
    const missing = (FIRST + gained) / 2 - gained
    expect(madeUpCheck(held(0)).decision.kind).toBe('plateau')
    expect(madeUpCheck(held(Math.ceil(missing) - 1)).decision.kind).toBe('plateau')
    expect(madeUpCheck(held(Math.ceil(missing))).decision.kind).toBe('growth')
  })

  it('that gains nothing in a new second does not: a window fills one store for each', () => {
    const window: World = {
      iterationMs: 1.2,
      stores: [({ iterations, ms }) => (ms > 1900 ? 1000 : iterations)],
    }
    expect(madeUpCheck(window).decision.kind).toBe('plateau')
  })

  it('that lost after the pause what it gained does not', () => {
    const cleared: World = {
      iterationMs: 1.2,
      stores: [({ iterations, ms }) => (ms > 1900 ? 0 : iterations)],
    }
    expect(madeUpCheck(cleared).decision.kind).toBe('plateau')
  })
})

describe('where no births are known', () => {
  const here = { witness: 'object-count' } as const
  const all = (perIteration: number, bytes: number): World => ({
    iterationMs: 1.2,
    stores: [({ iterations }) => 50_000 + perIteration * iterations],
    heapBytes: ({ iterations }) => (bytes - 8 * perIteration) * iterations,
  })

  it('the number of all objects is counted over eight batches', () => {
    expect(deedsOf({ iterationMs: 1.2 }, {}, here).filter((deed) => deed === 'count')).toHaveLength(
      9,
    )
  })

  it('an object in each iteration of 1 ms grows by its bytes', () => {
    expect(madeUpCheck(all(1, 48), {}, here).decision).toMatchObject({
      kind: 'growth',
      because: 'bytes-rise-evenly',
      growth: [{ probe: 'heap', perIteration: expect.closeTo(48) }],
    })
  })

  it('less than 32 bytes an iteration are the engine’s', () => {
    expect(madeUpCheck(all(1, 33), {}, here).decision.kind).toBe('growth')
    expect(madeUpCheck(all(1, 32), {}, here).decision.kind).toBe('plateau')
  })

  it('a heap that rises by more, but unevenly, is no plateau', () => {
    const jumps = ({ iterations }: Moment) => 60 * iterations + 9000 * Math.sin(iterations / 37)
    const world: World = { iterationMs: 1.2, stores: [jumps], heapBytes: jumps }

    expect(madeUpCheck(world, {}, here).decision).toMatchObject({
      kind: 'unsettled',
      reason: 'noise',
      suspects: [{ probe: 'heap' }],
    })
  })
})
