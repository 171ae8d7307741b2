import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  enoughIterations,
  equalBatch,
  firstTarget,
  GROWN_BYTES,
  isFewIterations,
  isTimeToConfirm,
  mustConfirm,
  nativeBatch,
  SCARCE_BATCH,
} from '../../src/measure/plan.ts'
import { type LeakOptions, type ResolvedOptions, resolveOptions } from '../../src/options.ts'

const MIB = 2 ** 20

describe('the iterations before a plateau', () => {
  it('are 640 for a fast scenario', () => {
    expect(enoughIterations(options(), 0)).toBe(640)
    expect(enoughIterations(options(), 0.01)).toBe(640)
  })

  it('are what fits into 0.4 of the time limit for a slow one', () => {
    expect(enoughIterations(options({ timeLimitMs: 10_000 }), 8)).toBe(500)
    expect(enoughIterations(options({ timeLimitMs: 5000 }), 8)).toBe(250)
  })

  it('are never fewer than 48', () => {
    expect(enoughIterations(options(), 80)).toBe(50)
    expect(enoughIterations(options(), 1000)).toBe(48)
  })

  it('are four times the entries of a bounded store', () => {
    expect(enoughIterations(options({ bounded: 1000 }), 0)).toBe(4000)
    expect(enoughIterations(options({ bounded: 10 }), 0)).toBe(640)
  })

  it('are never more than maxIterations', () => {
    expect(enoughIterations(options({ maxIterations: 100 }), 0)).toBe(100)
    expect(enoughIterations(options({ maxIterations: 10 }), 1000)).toBe(10)
  })
})

describe('the first sample', () => {
  it('is taken after 512 iterations of a fast scenario', () => {
    expect(target()).toBe(512)
  })

  it('is taken after what fits into 6 ms of a slower one', () => {
    expect(target({ iterationMs: 0.0625 })).toBe(96)
    expect(target({ iterationMs: 0.09375 })).toBe(64)
  })

  it('is taken after twice the warm-up at least', () => {
    expect(target({ iterationMs: 100, completed: 29 })).toBe(58)
  })

  it('is taken before 32 MiB can have grown', () => {
    expect(target({ bytesPerIteration: MIB / 8 })).toBe(128)
    expect(target({ bytesPerIteration: MIB })).toBe(58)
  })

  it('is taken once a bounded store is full twice over', () => {
    expect(target({ options: options({ bounded: 5000 }) })).toBe(10_000)
  })

  it('leaves four fifths of maxIterations for what follows', () => {
    expect(target({ options: options({ maxIterations: 1000 }) })).toBe(200)
    expect(target({ options: options({ maxIterations: 1004 }) })).toBe(200)
  })
})

describe('growth is confirmed', () => {
  it('not before there is a reason', () => {
    expect(isTime()).toBe(false)
  })

  it('from 20 000 iterations', () => {
    expect(isTime({ completed: 19_999 })).toBe(false)
    expect(isTime({ completed: 20_000 })).toBe(true)
  })

  it('from four times the entries of a bounded store', () => {
    const bounded = options({ bounded: 6000 })

    expect(isTime({ completed: 23_999, options: bounded })).toBe(false)
    expect(isTime({ completed: 24_000, options: bounded })).toBe(true)
  })

  it('from 32 MiB of growth', () => {
    expect(isTime({ grownBytes: 16 * MIB - 1 })).toBe(false)
    expect(isTime({ grownBytes: 16 * MIB })).toBe(true)
  })

  it('when the next doubling would end after a quarter of the time limit', () => {
    expect(isTime({ spentMs: 2500 })).toBe(false)
    expect(isTime({ spentMs: 2501 })).toBe(true)
    expect(isTime({ spentMs: 501, options: options({ timeLimitMs: 2000 }) })).toBe(true)
  })

  it('with the cost of that doubling in mind', () => {
    const next = { completed: 1000, iterationMs: 1 }

    expect(isTime({ ...next, spentMs: 1500 })).toBe(false)
    expect(isTime({ ...next, spentMs: 1501 })).toBe(true)
    expect(isTime({ ...next, spentMs: 501, slowdown: 2 })).toBe(true)
  })

  it('while 20 more samples still fit into the time limit', () => {
    expect(isTime({ spentMs: 2000, sampleMs: 400 })).toBe(false)
    expect(isTime({ spentMs: 2001, sampleMs: 400 })).toBe(true)
    expect(isTime({ sampleMs: 500.1 })).toBe(true)
  })

  it('waits for one more doubling after a quiet one, in half of the time', () => {
    const next = { completed: 1000, iterationMs: 1, quiet: 1 }

    expect(isTime({ ...next, spentMs: 4000 })).toBe(false)
    expect(isTime({ ...next, spentMs: 4001 })).toBe(true)
    expect(isTime({ ...next, spentMs: 3901, sampleMs: 100 })).toBe(true)
  })

  it('waits while level doublings last where equal batches would not fit, in nine tenths of the time', () => {
    const dear = { sampleMs: 500, latestBytesPerIteration: 7.9 }

    expect(isTime({ ...dear, spentMs: 8500 })).toBe(false)
    expect(isTime({ ...dear, spentMs: 8501 })).toBe(true)
    expect(isTime({ ...dear, spentMs: 8500, latestBytesPerIteration: 8 })).toBe(true)
  })

  it('while maxIterations leave room for what follows, four times the iterations so far', () => {
    const few = options({ maxIterations: 2000 })

    expect(mustConfirm(400, few)).toBe(false)
    expect(mustConfirm(401, few)).toBe(true)
  })

  it('at once, in equal parts of all that is allowed, where that is fewer than 1280', () => {
    expect(isFewIterations(options({ maxIterations: 1279 }))).toBe(true)
    expect(isFewIterations(options({ maxIterations: 1280 }))).toBe(false)
    expect(isFewIterations(options({ maxIterations: 1000, bounded: 100 }))).toBe(false)
  })
})

describe('an equal batch', () => {
  it('is a quarter of a further doubling', () => {
    expect(batch({ completed: 1000 })).toBe(250)
    expect(batch({ completed: 1001 })).toBe(251)
  })

  it('is 48 iterations where handles or descriptors leak', () => {
    expect(batch({ completed: 1000, scarce: true })).toBe(48)
  })

  it('fits five times, its sample included, into 0.45 of the time that is left', () => {
    expect(batch({ leftMs: 1000, iterationMs: 1 })).toBe(90)
    expect(batch({ leftMs: 1000, iterationMs: 1, sampleMs: 10 })).toBe(80)
  })

  it('is shorter where the scenario slows down, by four times at most', () => {
    expect(batch({ leftMs: 1000, iterationMs: 1, slowdown: 2 })).toBe(45)
    expect(batch({ leftMs: 1000, iterationMs: 1, slowdown: 4 })).toBe(22)
    expect(batch({ leftMs: 1000, iterationMs: 1, slowdown: 4.5 })).toBe(22)
  })

  it('is 8 iterations at least, unless there were fewer so far', () => {
    expect(batch({ leftMs: 0, iterationMs: 1, sampleMs: 10 })).toBe(8)
    expect(batch({ leftMs: 0, iterationMs: 1, sampleMs: 32 })).toBe(8)
    expect(batch({ leftMs: 0, iterationMs: 1, completed: 20 })).toBe(5)
  })

  it('takes a quarter of its sample at least, for that costs little more', () => {
    expect(batch({ leftMs: 0, iterationMs: 1, sampleMs: 200 })).toBe(50)
    expect(batch({ leftMs: 0, iterationMs: 1, sampleMs: 20_000 })).toBe(2500)
  })

  it('grows by 24 MiB in all at most, but is a sixteenth of what was run', () => {
    expect(batch({ completed: 100_000, bytesPerIteration: 1024 })).toBe(6250)
    expect(batch({ completed: 16_000, bytesPerIteration: 2048 })).toBe(2457)
    expect(batch({ completed: 16_000, bytesPerIteration: 2 ** 20 })).toBe(1000)
  })

  it('never plans to take longer than the time that is left, or a quarter of what its samples take', () => {
    fc.assert(
      fc.property(
        fc.record({
          completed: fc.integer({ min: 1, max: 100_000 }),
          leftMs: fc.integer({ min: 1, max: 100_000 }),
          iterationMs: fc.double({ min: 0.001, max: 1000, noNaN: true }),
          slowdown: fc.double({ min: 1, max: 4, noNaN: true }),
          sampleMs: fc.double({ min: 0, max: 100, noNaN: true }),
        }),
        (state) => {
          const iterations = batch(state)
          const plannedMs = 5 * (iterations * state.iterationMs * state.slowdown + state.sampleMs)

          const leastMs = 5 * 1.25 * state.sampleMs
          expect(iterations <= 8 || plannedMs <= Math.max(leastMs, state.leftMs) + 1e-6).toBe(true)
        },
      ),
    )
  })
})

describe('a batch of native memory', () => {
  it('proves a leak of its rate with a quarter to spare', () => {
    expect(native({ bytesPerIteration: 64 * 1024 })).toBe(54)
    expect(native({ bytesPerIteration: 32 * MIB })).toBe(1)
  })

  it('is as long for less than 8 KiB per iteration as for that', () => {
    expect(native({ bytesPerIteration: 8192 })).toBe(427)
    expect(native({ bytesPerIteration: 0 })).toBe(427)
  })

  it('fits seven times, its sample included, into 0.6 of the time that is left', () => {
    const slow = { bytesPerIteration: 8192, iterationMs: 10 }

    expect(native({ ...slow, leftMs: 7000 })).toBe(60)
    expect(native({ ...slow, leftMs: 7000, sampleMs: 100 })).toBe(50)
    expect(native({ ...slow, leftMs: 10 })).toBe(1)
  })
})

it('names 16 MiB and 48 iterations for the loops that share them', () => {
  expect(GROWN_BYTES).toBe(16 * MIB)
  expect(SCARCE_BATCH).toBe(48)
})

function native(state: Partial<Parameters<typeof nativeBatch>[0]>): number {
  return nativeBatch({
    bytesPerIteration: 0,
    leftMs: 10_000,
    iterationMs: 0.001,
    sampleMs: 0,
    ...state,
  })
}

function options(given: LeakOptions = {}): ResolvedOptions {
  return resolveOptions({ timeLimitMs: 10_000, maxIterations: 100_000, ...given }, {})
}

function target(plan: Partial<Parameters<typeof firstTarget>[0]> = {}): number {
  return firstTarget({
    completed: 29,
    iterationMs: 0.001,
    bytesPerIteration: 0,
    options: options(),
    ...plan,
  })
}

function isTime(state: Partial<Parameters<typeof isTimeToConfirm>[0]> = {}): boolean {
  return isTimeToConfirm({
    completed: 1000,
    spentMs: 0,
    iterationMs: 0,
    slowdown: 1,
    sampleMs: 0,
    grownBytes: 0,
    latestBytesPerIteration: 100,
    quiet: 0,
    options: options(),
    ...state,
  })
}

function batch(state: Partial<Parameters<typeof equalBatch>[0]> = {}): number {
  return equalBatch({
    completed: 10_000,
    leftMs: 10_000,
    iterationMs: 0.001,
    slowdown: 1,
    sampleMs: 0,
    scarce: false,
    batches: 4,
    bytesPerIteration: 0,
    ...state,
  })
}
