import { describe, expect, it } from 'vitest'
import type { LeakOptions } from '../../src/options.ts'
import { madeUpCheck, type World } from './made-up-check.ts'

/** The runs before the gate or the ledger, and where they ended. */
function warmUpOf(world: World, options: LeakOptions = {}): readonly number[] {
  return madeUpCheck(world, options).steps.flatMap((step) =>
    step.do === 'run' && step.phase === 'warm-up' ? [step.iterations] : [],
  )
}

describe('the warm-up', () => {
  it('is five iterations, and 24 more that tell what each leaves', () => {
    expect(warmUpOf({})).toEqual([1, 4, 24])
  })

  it('runs with compilers on', () => {
    const { steps } = madeUpCheck({})

    expect(steps[0]).toEqual({ do: 'run', phase: 'warm-up', iterations: 1, isSilent: false })
  })

  it('is the first iteration alone where four more take over 6 % of the time limit', () => {
    expect(warmUpOf({ iterationMs: 75 }).slice(0, 2)).toEqual([1, 4])
    expect(warmUpOf({ iterationMs: 75.1 })).toEqual([1, 3])
  })

  it('runs no more than 6 % of the time limit allows', () => {
    expect(warmUpOf({ iterationMs: 12.5 })).toEqual([1, 4, 24])
    expect(warmUpOf({ iterationMs: 20 })).toEqual([1, 4, 15])
    expect(warmUpOf({ iterationMs: 20 }, { timeLimitMs: 4000 })).toEqual([1, 4, 12])
  })

  it('is as long as it was asked to be', () => {
    expect(warmUpOf({}, { warmUp: 100 })).toEqual([1, 99])
    expect(warmUpOf({}, { warmUp: 1 })).toEqual([1])
    expect(warmUpOf({}, { warmUp: 0 })).toEqual([])
    expect(warmUpOf({ iterationMs: 200 }, { warmUp: 7 })).toEqual([1, 6])
  })

  it('takes a quarter of maxIterations at most', () => {
    expect(warmUpOf({}, { maxIterations: 40 })).toEqual([1, 4, 5])
    expect(warmUpOf({}, { maxIterations: 8 })).toEqual([1, 1])
  })
})

describe('a handle that about every iteration opens', () => {
  it('leaves the gate closed: iterations are scarce', () => {
    const of = (every: number) =>
      madeUpCheck({ handles: ({ iterations }) => Math.floor(iterations / every) }).steps.some(
        (step) => step.do === 'run' && step.phase === 'minor',
      )

    expect(of(1)).toBe(false)
    expect(of(2)).toBe(false)
    expect(of(3)).toBe(true)
  })
})
