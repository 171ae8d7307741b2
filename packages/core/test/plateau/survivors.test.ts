import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Finding,
  judgeStore,
  judgeSurvivors,
  type SurvivorPhase,
} from '../../src/plateau/survivors.ts'

/** Powers of two, so that rates on a boundary are exact. */
const FIRST = 1024
const SECOND = 2 * FIRST

describe('surviving objects', () => {
  it('account for growth from 120 of them, whatever bytes they have', () => {
    expect(judged({ objects: [120, 240], bytes: 0, atLeast: 100 })).toBe('account')
    expect(judged({ objects: [119, 238], bytes: 0, atLeast: 100 })).toBe('none')
    expect(judged({ objects: [120, 238], bytes: 0, atLeast: 100 })).toBe('none')
  })

  it('account for growth from 8 of them that have its bytes', () => {
    expect(judged({ objects: [8, 16], bytes: SECOND, atLeast: 1 })).toBe('account')
    expect(judged({ objects: [7, 14], bytes: SECOND, atLeast: 1 })).toBe('none')
  })

  it('have the bytes of the growth when they make up half of it', () => {
    expect(judged({ objects: [8, 16], bytes: SECOND / 2, atLeast: 1 })).toBe('account')
    expect(judged({ objects: [8, 16], bytes: SECOND / 2 - 1, atLeast: 1 })).toBe('none')
  })

  it('agree while the rates of the phases differ by at most 25 % of the higher', () => {
    expect(judged({ objects: [300, 800], bytes: SECOND, atLeast: 1 })).toBe('account')
    expect(judged({ objects: [299, 800], bytes: SECOND, atLeast: 1 })).toBe('unclear')
    expect(judged({ objects: [400, 600], bytes: SECOND, atLeast: 1 })).toBe('account')
    expect(judged({ objects: [400, 598], bytes: SECOND, atLeast: 1 })).toBe('unclear')
  })

  it('agree while up to 4 strays of the harness set the first phase apart', () => {
    expect(judged({ objects: [12, 16], bytes: SECOND, atLeast: 1 })).toBe('account')
    expect(judged({ objects: [13, 16], bytes: SECOND, atLeast: 1 })).toBe('unclear')
  })

  it('are nothing where fewer than 8 fall to a phase as long as the first', () => {
    expect(judged({ objects: [40, 15], bytes: SECOND, atLeast: 1 })).toBe('none')
    expect(judged({ objects: [40, 16], bytes: SECOND, atLeast: 1 })).toBe('unclear')
  })

  it('explain only growth that is certain, unless they are 120', () => {
    expect(judged({ objects: [8, 16], bytes: SECOND, atLeast: 0.01 })).toBe('account')
    expect(judged({ objects: [8, 16], bytes: SECOND, atLeast: 0 })).toBe('unclear')
    expect(judged({ objects: [119, 238], bytes: SECOND, atLeast: -5 })).toBe('unclear')
    expect(judged({ objects: [120, 240], bytes: SECOND, atLeast: -5 })).toBe('account')
  })

  it('tell nothing where an object in every other iteration would not be 8 of them in the first phase', () => {
    const phase = (iterations: number, objects: number) => ({ iterations, objects, bytes: 0 })

    expect(judgeSurvivors({ first: phase(16, 0), second: phase(32, 0) }, 1)).toBe('none')
    expect(judgeSurvivors({ first: phase(15, 0), second: phase(30, 0) }, 1)).toBeUndefined()
    expect(judgeSurvivors({ first: phase(15, 120), second: phase(30, 240) }, 1)).toBe('account')
  })

  it('are nothing where they disagree and lack the bytes of the growth', () => {
    expect(judged({ objects: [30, 30], bytes: 900, atLeast: 64 })).toBe('none')
    expect(judged({ objects: [500, 500], bytes: 8000, atLeast: 64 })).toBe('none')
  })

  it('never account for growth when a phase twice as long leaves no more of them', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.nat({ max: 100_000_000 }),
        fc.nat({ max: 1000 }),
        (constant, bytes, atLeast) => {
          expect(judged({ objects: [constant, constant], bytes, atLeast })).not.toBe('account')
        },
      ),
    )
  })

  it('always account for growth when one in eight iterations or more leaves its object', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 128, max: 100_000 }),
        fc.nat({ max: 3 }),
        fc.nat({ max: 1000 }),
        (objects, strays, atLeast) => {
          expect(judged({ objects: [objects + strays, 2 * objects], bytes: 0, atLeast })).toBe(
            'account',
          )
        },
      ),
    )
  })

  it('account for growth no less when they have more bytes', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.nat({ max: 1000 }), fc.nat({ max: 1000 })),
        fc.nat({ max: 100_000 }),
        fc.nat({ max: 100 }),
        (objects, bytes, atLeast) => {
          fc.pre(judged({ objects, bytes, atLeast }) === 'account')

          expect(judged({ objects, bytes: 2 * bytes + 1, atLeast })).toBe('account')
        },
      ),
    )
  })
})

describe('a grown store', () => {
  it('accounts for growth from one entry in two hundred iterations in each batch', () => {
    expect(judgedStore([5, 5, 5], 1000)).toBe('account')
    expect(judgedStore([5, 4, 5], 1000)).toBe('none')
    expect(judgedStore([50, 50, 50], 10_000)).toBe('account')
    expect(judgedStore([50, 50, 49], 10_000)).toBe('none')
  })

  it('accounts for growth from two entries in each batch', () => {
    expect(judgedStore([2, 2, 2], 100)).toBe('account')
    expect(judgedStore([2, 2, 1], 100)).toBe('none')
  })

  it('agrees while its batches differ by at most 25 % of the highest', () => {
    expect(judgedStore([100, 90, 75], 1000)).toBe('account')
    expect(judgedStore([100, 90, 74], 1000)).toBe('unclear')
  })

  it('is unclear in batches of fewer than 32 iterations, like a free list of Node', () => {
    expect(judgedStore([32, 32, 32], 32)).toBe('account')
    expect(judgedStore([31, 31, 31], 31)).toBe('unclear')
  })

  it('is nothing where a batch gains no entry or loses some', () => {
    expect(judgedStore([1000, 1000, 0], 1000)).toBe('none')
    expect(judgedStore([1000, -1000, 1000], 1000)).toBe('none')
  })

  it('is judged the same in whatever order its batches came', () => {
    const anyGains = fc.array(fc.integer({ min: -1000, max: 100_000 }), {
      minLength: 2,
      maxLength: 4,
    })
    fc.assert(
      fc.property(anyGains, fc.integer({ min: 1, max: 100_000 }), (gains, length) => {
        expect(judgedStore(gains.toReversed(), length)).toBe(judgedStore(gains, length))
      }),
    )
  })

  it('always accounts for growth when each iteration adds the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 32, max: 100_000 }),
        (entries, length) => {
          const gain = entries * length

          expect(judgedStore([gain, gain, gain], length)).toBe('account')
        },
      ),
    )
  })
})

function judged(found: {
  readonly objects: readonly [first: number, second: number]
  /** Of the second phase. */
  readonly bytes: number
  /** The lower end of the growth's interval, in bytes per iteration. */
  readonly atLeast: number
}): Finding | undefined {
  const first: SurvivorPhase = { iterations: FIRST, objects: found.objects[0], bytes: 0 }
  const second: SurvivorPhase = {
    iterations: SECOND,
    objects: found.objects[1],
    bytes: found.bytes,
  }
  return judgeSurvivors({ first, second }, found.atLeast)
}

function judgedStore(gains: readonly number[], iterationsPerBatch: number): Finding {
  return judgeStore({ container: 'sessions (Map)', gains, iterationsPerBatch })
}
