import { describe, expect, it } from 'vitest'
import { placesOf } from '../../src/decide/history.ts'
import { type MadeUpCheck, type Moment, madeUpCheck, type World } from './made-up-check.ts'

/** An array of numbers that every iteration copies, with one more. */
const growing = ({ iterations }: Moment) => 12 * iterations + 200

function checkOf(world: World, options: object = {}): MadeUpCheck {
  return madeUpCheck({ iterationMs: 1.2, ...world }, options, { ages: true })
}

function weighingsOf({ steps }: MadeUpCheck): number {
  return steps.filter((step) => step.do === 'weigh').length
}

describe('a copy that replaces the one before', () => {
  it('grows where each is longer by as much, and still after a pause', () => {
    const check = checkOf({ copies: { reduce: growing } })

    expect(check.decision).toMatchObject({ kind: 'growth', because: 'objects-get-larger' })
    expect(check.decision).toMatchObject({ growth: [{ probe: 'heap', perIteration: 12 }] })
    expect(check.steps.slice(-4).map((step) => step.do)).toEqual(['pause', 'run', 'weigh', 'end'])
  })

  it('is weighed twice where it stays as large', () => {
    const check = checkOf({ copies: { render: () => 40_000 } })

    expect(check.decision.kind).toBe('plateau')
    expect(weighingsOf(check)).toBe(2)
  })

  it('is weighed five times after stretches of different lengths, and once more after a pause', () => {
    const { steps } = checkOf({ copies: { reduce: growing } })
    const taken = steps.flatMap((step): readonly (string | number)[] => {
      if (step.do === 'weigh') return [step.do]
      if (!('phase' in step) || step.phase !== 'copies') return []
      return [step.do === 'run' ? step.iterations : step.do]
    })

    expect(taken).toEqual([
      'weigh',
      ...[26, 'weigh', 42, 'weigh', 29, 'weigh', 36, 'weigh'],
      ...['pause', 32, 'weigh'],
    ])
  })

  it('is weighed from 256 bytes, and from 2 for each iteration so far', () => {
    const slow = { iterationMs: 20, recordedTimes: 1 }
    const sizeOf = (bytes: number, world: World = {}) =>
      weighingsOf(checkOf({ ...world, copies: { render: () => bytes } }))
    expect([255, 256].map((bytes) => sizeOf(bytes, slow))).toEqual([0, 2])

    const { history } = checkOf({})
    const all = history.completed[placesOf(history, 'look')[0] ?? 0] ?? 0
    expect([2 * all - 1, 2 * all].map((bytes) => sizeOf(bytes))).toEqual([0, 2])
  })

  it('is weighed as often as collections leave time for', () => {
    const weighings = (sampleMs: number) =>
      weighingsOf(checkOf({ copies: { reduce: growing }, sampleMs, lookMs: 3 * sampleMs }))
    const changes = Array.from({ length: 80 }, (_, at) => 2 + 3 * at)
      .map((ms) => [ms, weighings(ms)] as const)
      .filter(([, count], at, all) => count !== all[at - 1]?.[1])

    expect(changes).toMatchInlineSnapshot(`
      [
        [
          2,
          6,
        ],
        [
          137,
          5,
        ],
        [
          179,
          4,
        ],
        [
          215,
          3,
        ],
        [
          236,
          0,
        ],
      ]
    `)
  })

  it('has to get larger by 2 bytes in each iteration', () => {
    const kindOf = (bytes: number) =>
      checkOf({ copies: { reduce: ({ iterations }) => 9000 + bytes * iterations } }).decision.kind

    expect(kindOf(1.9)).toBe('plateau')
    expect(kindOf(2)).toBe('growth')
  })

  it('is found beside a larger one that stays', () => {
    const check = checkOf({ copies: { render: () => 40_000, reduce: growing } })

    expect(check.decision).toMatchObject({ kind: 'growth', because: 'objects-get-larger' })
  })

  it.each<[string, (now: Moment) => number]>([
    ['that is emptied by a clock', ({ iterations, ms }) => (ms > 1900 ? 300 : 12 * iterations)],
    ['that grows in steps', ({ iterations }) => 2 ** Math.ceil(Math.log2(16 * iterations))],
    ['that is emptied now and then', ({ iterations }) => 12 * (iterations % 150)],
  ])('%s does not grow', (_, bytes) => {
    expect(checkOf({ copies: { reduce: bytes } }).decision.kind).toBe('plateau')
  })

  it('that grows by less than is tolerated does not', () => {
    const copies = { reduce: growing }

    expect(checkOf({ copies }, { tolerate: { heap: 11 } }).decision.kind).toBe('growth')
    expect(checkOf({ copies }, { tolerate: { heap: 12 } }).decision.kind).toBe('plateau')
  })

  it('bounds what a pass may say where there was no time to weigh it often enough', () => {
    const { decision } = checkOf({ copies: { reduce: growing }, lookMs: 800, sampleMs: 100 })

    expect(decision).toMatchObject({ kind: 'plateau' })
    expect(decision.kind === 'plateau' && decision.resolution.heap).toBeGreaterThan(11)
  })

  it('bounds it where each is longer by too little to be weighed, or to grow', () => {
    const heapOf = (copy: (moment: Moment) => number) => {
      const { decision } = checkOf({ copies: { reduce: copy } })
      return decision.kind === 'plateau' ? decision.resolution.heap : decision.kind
    }

    expect(heapOf(({ iterations }) => 1.5 * iterations)).toBeCloseTo(1.5)
    expect(heapOf(({ iterations }) => 10_000 + 1.5 * iterations)).toBeCloseTo(1.5)
    expect(heapOf(() => 10_000)).toBeLessThan(1)
  })
})
