import { describe, expect, it } from 'vitest'
import { completed, placesOf } from '../../src/decide/history.ts'
import { iterationsOf } from '../../src/decide/pace.ts'
import type { Terms } from '../../src/decide/terms.ts'
import type { LeakOptions } from '../../src/options.ts'
import { type MadeUpCheck, type Moment, madeUpCheck, type World } from './made-up-check.ts'

/** Iterations in all at each sample after minor collections. */
function minorSamples(
  world: World,
  options: LeakOptions = {},
  here: Partial<Terms> = {},
): readonly number[] {
  const { history } = madeUpCheck(world, options, here)
  return placesOf(history, 'minor', 'minor').map((at) => history.completed[at] ?? 0)
}

function isOpen(world: World, options: LeakOptions = {}): boolean {
  return madeUpCheck(world, options).steps.some(
    (step) => 'phase' in step && (step.phase === 'minor' || step.phase === 'full'),
  )
}

function because(world: World, options: LeakOptions = {}): MadeUpCheck['decision']['because'] {
  return madeUpCheck(world, options).decision.because
}

/** Bytes that rise by so much in each of the numbered doublings, the first from 512 to 1,024 iterations. */
function risingIn(doublings: readonly number[], bytes: number) {
  return ({ iterations }: Moment) =>
    bytes * doublings.filter((doubling) => iterations >= 512 * 2 ** doubling).length
}

describe('the gate', () => {
  it('is level after two quiet doublings', () => {
    expect(minorSamples({})).toEqual([512, 1024, 2048])
    expect(because({})).toBe('level-after-minor-collections')
  })

  it('silences the engine', () => {
    const runs = madeUpCheck({}).steps.filter((step) => step.do === 'run' && step.phase === 'minor')

    expect(runs.every((step) => step.do === 'run' && step.isSilent)).toBe(true)
  })

  it('samples first what fits into 6 ms, or twice the warm-up', () => {
    expect(minorSamples({ iterationMs: 0.0625, sampleMs: 0 })[0]).toBe(96)
    expect(minorSamples({ iterationMs: 0.125 })[0]).toBe(80)
  })

  it('samples before 8 MiB have grown', () => {
    const world = (bytes: number): World => ({
      heapBytes: ({ iterations }) => bytes * iterations,
    })
    expect(minorSamples(world(2 ** 15))[0]).toBe(256)
    expect(minorSamples(world(2 ** 17))[0]).toBe(64)
    expect(minorSamples(world(2 ** 20))[0]).toBe(58)
  })

  it('judges exactly 640 iterations where fewer are too few', () => {
    expect(minorSamples({ iterationMs: 0.125 })).toEqual([80, 160, 320, 640])
  })

  it('is open where 640 iterations fit into 15 % of the time limit', () => {
    expect(isOpen({ iterationMs: 1.17 })).toBe(true)
    expect(isOpen({ iterationMs: 1.18 })).toBe(false)
    expect(isOpen({ iterationMs: 2.3 }, { timeLimitMs: 10_000 })).toBe(true)
    expect(isOpen({ iterationMs: 2.4 }, { timeLimitMs: 10_000 })).toBe(false)
  })

  it('is open where 640 iterations are a fifth of maxIterations', () => {
    expect(isOpen({}, { maxIterations: 3200 })).toBe(true)
    expect(isOpen({}, { maxIterations: 3199 })).toBe(false)
  })

  it('is open though a busy machine halted the latest of its short batches', () => {
    const halted = (iteration: number) => (iteration === 127 ? 2 : 0.02)
    const { history } = madeUpCheck({ iterationMs: halted }, {}, { isFirst: true })

    expect(placesOf(history, 'minor', 'minor').length).toBeGreaterThan(1)
  })

  it('is closed to a number of iterations that was asked for', () => {
    expect(isOpen({}, { iterations: 10_000 })).toBe(false)
  })

  it('fills a bounded store twice before its first sample, and four times in all', () => {
    expect(minorSamples({}, { bounded: 1000 })).toEqual([2000, 4000, 8000])
  })
})

describe('a doubling is quiet', () => {
  it('where the heap rises by the allowance at most', () => {
    const rising = (bytes: number) =>
      minorSamples({ heapBytes: risingIn([1, 2, 3, 4], bytes) }, {}).slice(0, 4)
    // 0.1 B for each of 512 iterations is less than 64 B.
    expect(rising(64)).toEqual([512, 1024, 2048])
    expect(rising(65)).not.toEqual([512, 1024, 2048])
  })

  it('where growth is tolerated', () => {
    const world: World = { heapBytes: ({ iterations }) => 10 * iterations }

    expect(because(world, { tolerate: { heap: 10 } })).toBe('level-after-minor-collections')
    expect(because(world, { tolerate: { heap: 9 } })).not.toBe('level-after-minor-collections')
  })

  it('where no full collection ran meanwhile', () => {
    expect(because({ isInterrupted: true })).toBe('level-after-full-collections')
    expect(minorSamples({ isInterrupted: true })).toEqual([512, 1024, 2048])
  })

  it('where a page that was kept by chance is gone at the next', () => {
    const spike: World = { heapBytes: ({ iterations }) => (iterations === 1024 ? 5000 : 0) }

    expect(minorSamples(spike)).toEqual([512, 1024, 2048, 4096])
    expect(because(spike)).toBe('level-after-minor-collections')
  })

  it('where it leaves no more than the one before, half as long, and 4 kB at most: that is of the sample', () => {
    const always = (bytes: number): World => ({ heapBytes: risingIn([1, 2, 3, 4, 5], bytes) })

    expect(minorSamples(always(4096))).toEqual([512, 1024, 2048, 4096])
    expect(minorSamples(always(4097))).not.toEqual([512, 1024, 2048, 4096])
    expect(madeUpCheck(always(4096)).decision).toMatchObject({ resolution: { heap: 2 } })
  })

  it('where it leaves more than the one before, it is not', () => {
    const more: World = {
      heapBytes: ({ iterations }) => (iterations < 2048 ? 500 : iterations < 4096 ? 1200 : 1901),
    }
    expect(minorSamples(more).length).toBeGreaterThan(4)
  })

  it('unless bytes fall', () => {
    expect(minorSamples({ heapBytes: risingIn([1], -5000) })).toEqual([512, 1024, 2048, 4096])
  })

  it('unless a count rises', () => {
    expect(minorSamples({ handles: risingIn([1], 1) })).toEqual([512, 1024, 2048, 4096])
  })
})

describe('minor collections are given up', () => {
  it('after two doublings that plainly grow', () => {
    const plain = (perIteration: number) =>
      minorSamples({ heapBytes: ({ iterations }) => perIteration * iterations })
    expect(plain(1)).toEqual([512, 1024, 2048])
    expect(plain(0.99)).not.toEqual([512, 1024, 2048])
  })

  it('after eight doublings', () => {
    const world: World = {
      heapBytes: ({ iterations }) => 0.5 * iterations,
      iterationMs: 0.001,
    }
    expect(minorSamples(world, { maxIterations: 10 ** 6 })).toHaveLength(9)
  })

  it('where 8 MiB have grown in one', () => {
    const grown = (bytes: number) => minorSamples({ heapBytes: risingIn([1], bytes) })
    expect(grown(2 ** 23)).toEqual([512, 1024])
    expect(grown(2 ** 23 - 1)).toEqual([512, 1024, 2048, 4096])
  })

  it('where a further doubling ends after 30 % of the time limit', () => {
    const world: World = { heapBytes: ({ iterations }) => 0.5 * iterations, iterationMs: 0.15 }
    expect(minorSamples(world).at(-1)).toBe(5120)
    expect(minorSamples(world, { timeLimitMs: 10_400 }).at(-1)).toBe(10_240)
  })
})

describe('full collections', () => {
  it('come first where enough iterations take more than 2 % of the time limit', () => {
    const samples = (iterationMs: number) => minorSamples({ iterationMs }).length
    expect(samples(0.156)).toBeGreaterThan(0)
    expect(samples(0.157)).toBe(0)
    expect(because({ iterationMs: 1 })).toBe('level-after-full-collections')
  })

  it('go on up to half of the time limit once the latest doubling was quiet', () => {
    const world = (sampleMs: number): World => ({
      iterationMs: 0.5,
      sampleMs,
      heapBytes: ({ iterations }) => (iterations > 200 ? 900 : 0),
    })

    expect(because(world(340))).toBe('level-after-full-collections')
    expect(because(world(360))).not.toBe('level-after-full-collections')
  })

  it('are opened where enough iterations take 15 % of the time limit', () => {
    expect(because({ iterationMs: 1.17 })).toBe('level-after-full-collections')
    expect(because({ iterationMs: 1.18 })).not.toBe('level-after-full-collections')
  })

  it('are taken over windows no longer than one before, for weak tables are as large as what dies in the longest needs', () => {
    const { history } = madeUpCheck({ iterationMs: 1 })
    const runs = placesOf(history, 'run', 'full').map((at) => iterationsOf(history, at))
    const samples = placesOf(history, 'full', 'full').map((at) => history.completed[at])

    // A doubling of more than three windows would cost more collections than it is worth.
    expect(samples).toEqual([80, 160, 320, 640])
    expect(runs.slice(1)).toEqual([80, 80, 80, 320])
  })

  it('pass a level heap that minor ones cannot see', () => {
    const { decision, history } = madeUpCheck({ isInterrupted: true, isAsync: true })

    expect(decision).toMatchObject({ kind: 'plateau', because: 'level-after-full-collections' })
    expect(placesOf(history, 'full', 'full')).toHaveLength(3)
  })

  it('fill a cache and tell by a quarter as many iterations again, or are given up after two doublings that grow, where that takes long or much memory', () => {
    const samples = (world: World) => {
      const { history } = madeUpCheck(world)
      return placesOf(history, 'full', 'full').map((at) => history.completed[at])
    }
    const kept = (bytes: number) => [{ bytes, isAlive: () => true }]

    expect(samples({ sites: kept(48), sampleMs: 300 })).toEqual([2048, 4096, 30_452, 38_065])
    expect(samples({ sites: kept(48), sampleMs: 400 })).toEqual([2048, 4096, 8192])
    expect(samples({ sites: kept(400) })).toEqual([2048, 4096, 10_485, 13_107])
    expect(samples({ sites: kept(4000) })).toEqual([2048, 4096, 8192])
    expect(samples({ sites: kept(15) })).toEqual([2048, 4096, 8192])
  })

  it('run twice as many iterations as ran before the check, for a store may have room for as many entries', () => {
    const { history } = madeUpCheck({ isInterrupted: true }, {}, { ranBefore: 960 })

    expect(completed(history)).toBeGreaterThanOrEqual(1920)
  })

  it('go on where that is cheap, for a cache may be larger than what ran so far', () => {
    const cacheOf = (entries: number): World => ({
      iterationMs: 0.001,
      sites: [{ isAlive: (birth, now) => now.iterations - birth.iterations < entries }],
    })

    expect(madeUpCheck(cacheOf(5000), {}, { ages: true }).decision.kind).toBe('plateau')
    expect(madeUpCheck(cacheOf(20_000), {}, { ages: true }).decision.kind).toBe('plateau')
  })

  it('pass a cache that was filled once it was level over as many iterations again', () => {
    const passes = (entries: number) => {
      const world: World = {
        iterationMs: 0.001,
        sites: [{ isAlive: (birth, now) => now.iterations - birth.iterations < entries }],
        // What steps within the latter part of as many iterations again is no cache.
        heapBytes: ({ iterations }) => (entries < 20_000 && iterations > 50_000 ? 100_000 : 0),
      }
      const { decision, history } = madeUpCheck(world, {}, { ages: true })
      const samples = placesOf(history, 'full', 'full').map((at) => history.completed[at])
      return { because: decision.because, samples }
    }

    expect(passes(20_000)).toEqual({
      because: 'level-after-full-collections',
      samples: [2048, 4096, 35_000, 43_750, 70_000],
    })
    expect(passes(19_000).because).not.toBe('level-after-full-collections')
  })

  it('run the rest of as many iterations again where the heap rises by less than half of what it did while a cache was filled', () => {
    const lastOf = (rate: number) => {
      const { history } = madeUpCheck({
        iterationMs: 0.001,
        heapBytes: ({ iterations }) => {
          return 90 * Math.min(iterations, 35_000) + rate * Math.max(0, iterations - 35_000)
        },
      })
      return history.completed[placesOf(history, 'full', 'full').at(-1) ?? 0]
    }

    expect(lastOf(46)).toBe(43_750)
    expect(lastOf(44)).toBe(70_000)
  })

  it('end sooner in a target, where whoever explains a leak must send all that it has left', () => {
    const lastOf = (bytes: number, collections: Terms['collections']) => {
      const leak: World = { iterationMs: 0.001, sites: [{ bytes, isAlive: () => true }] }
      const { history } = madeUpCheck(leak, {}, { ages: true, collections })
      return history.completed[placesOf(history, 'full', 'full').at(-1) ?? 0]
    }

    expect(lastOf(48, 'minor-then-full')).toBe(43_750)
    expect(lastOf(48, 'full')).toBe(Math.ceil(1.25 * Math.floor(2 ** 19 / 48)))
    expect(lastOf(128, 'full')).toBe(1.25 * 2 ** 12)
  })
})

describe('the first check of a process', () => {
  const settling = (world: World) => {
    const { history } = madeUpCheck(world, {}, { isFirst: true })
    return placesOf(history, 'minor', 'settle').length
  }

  it('settles in short batches until two are quiet', () => {
    expect(settling({})).toBe(3)
    expect(madeUpCheck({}, {}, { isFirst: false }).steps).not.toContainEqual(
      expect.objectContaining({ phase: 'settle' }),
    )
  })

  it('settles over 96 iterations and then one at a time', () => {
    const { steps } = madeUpCheck({}, {}, { isFirst: true })

    const runs = steps.flatMap((step) =>
      step.do === 'run' && step.phase === 'settle' ? [step.iterations] : [],
    )
    expect(runs).toEqual([96, 1])
  })

  it('settles in 16 rounds at most', () => {
    expect(settling({ heapBytes: ({ iterations }) => 1000 * iterations })).toBe(17)
  })
})

describe('the resolution of a level heap', () => {
  it('is what its allowance would have hidden', () => {
    const { decision } = madeUpCheck({})

    expect(decision).toMatchObject({
      resolution: { heap: 0.1, external: 0.1, handles: 1 / 1024 },
    })
  })
})
