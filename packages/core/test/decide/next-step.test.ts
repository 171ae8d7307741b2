import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Decision } from '../../src/decide/step.ts'
import type { LeakOptions } from '../../src/options.ts'
import {
  type MadeUpCheck,
  type Moment,
  madeUpCheck,
  type Site,
  slotsOf,
  type World,
} from './made-up-check.ts'

const inFlight = (iterations: number): Site => ({
  isAlive: (birth, now) => now.iterations - birth.iterations <= iterations,
})
const everyNth = (every: number): Site => ({
  isAlive: ({ iterations }) => iterations % every === 0,
})
const sawtooth = (period: number): Site => ({
  isAlive: (birth, now) =>
    Math.floor(birth.iterations / period) === Math.floor((now.iterations - 1) / period),
})
const clearedEvery = (ms: number): Site => ({
  isAlive: (birth, now) => Math.floor(birth.ms / ms) === Math.floor(now.ms / ms),
})
const fillsUpTo = (entries: number): Site => ({ isAlive: ({ iterations }) => iterations < entries })
const once = (iteration: number, objects: number): Site => ({
  made: (at) => (at === iteration ? objects : 0),
  isAlive: () => true,
})

/** The same place every time, anything from 0 to 1. */
function chance(iteration: number): number {
  let mixed = Math.imul(iteration ^ 0x9e3779b9, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}

/** A sample of so many that stands for all so far: who is in it is alike old and young, and it holds no more. */
const reservoir = (objects: number): Site => ({
  isAlive: (birth, now) => chance(birth.iterations) < objects / now.iterations,
})

const SLOW: World = { iterationMs: 100, recordedTimes: 1, isAsync: true }

const CLEAN: Readonly<Record<string, readonly [World, LeakOptions?]>> = {
  'an idle scenario': [{}],
  'an idle scenario of 1 ms': [{ iterationMs: 1 }],
  'an idle scenario of 100 ms within 5 s': [SLOW],
  'objects in flight': [{ sites: [inFlight(5)] }],
  'objects in flight, 1 ms': [{ sites: [inFlight(5)], iterationMs: 1, isAsync: true }],
  'objects in flight, 100 ms within 5 s': [{ ...SLOW, sites: [inFlight(2)] }],
  'a ring of 200': [{ sites: [inFlight(200)], iterationMs: 1 }],
  'a ring of 1,000 at 0.1 ms': [{ sites: [inFlight(1000)], iterationMs: 0.1 }],
  'a cache of 2,600 that is full since the latest doubling': [
    { sites: [inFlight(2600)], iterationMs: 0.02, recordedTimes: 60 },
  ],
  'a cache that fills up to 200': [{ sites: [fillsUpTo(200)], iterationMs: 1 }],
  'a cache that fills up to 5,000, which was told': [
    { sites: [fillsUpTo(5000)], iterationMs: 0.02 },
    { bounded: 5000 },
  ],
  'a reservoir of 100': [{ sites: [reservoir(100)], iterationMs: 1 }],
  'a reservoir of 30 at 8 ms': [{ sites: [reservoir(30)], iterationMs: 8, isAsync: true }],
  'a cache of 5,000 that is filled in the midst of the gate': [
    { sites: [inFlight(5000)], iterationMs: 0.002, recordedTimes: 20 },
  ],
  'a cache of 20,000 that is filled in the last doubling of the gate': [
    { sites: [inFlight(20_000)], iterationMs: 0.002, recordedTimes: 4 },
    { maxIterations: 60_000 },
  ],
  'a sawtooth of 37': [{ sites: [sawtooth(37)], iterationMs: 5 }],
  'a sawtooth of 100': [{ sites: [sawtooth(100)], iterationMs: 1 }],
  'a sawtooth of 1,000': [{ sites: [sawtooth(1000)], iterationMs: 0.1 }],
  'a clock that clears twice a second': [{ sites: [clearedEvery(500)], iterationMs: 1 }],
  'a clock that clears once a second': [{ sites: [clearedEvery(1000)], iterationMs: 1 }],
  'entries that live a second': [
    { sites: [{ isAlive: (birth, now) => now.ms - birth.ms < 1000 }], iterationMs: 10 },
  ],
  'objects made once': [{ sites: [once(300, 5000)], iterationMs: 1 }],
  'objects made once beside others in flight': [
    { sites: [once(620, 5000), inFlight(3)], iterationMs: 1 },
  ],
  'the same chance noise in each batch': [
    { heapBytes: ({ iterations }) => 4000 * chance(iterations), iterationMs: 0.1 },
  ],
  'handles in flight': [{ handles: ({ iterations }) => iterations % 7, iterationMs: 1 }],
  'a pool of ten handles': [
    { handles: ({ iterations }) => Math.min(10, iterations), iterationMs: 1 },
  ],
  'buffers in flight': [
    {
      externalBytes: ({ iterations }) => 10_000 * Math.floor(5 * chance(iterations)),
      iterationMs: 1,
    },
  ],
  'a store that is emptied every 50 iterations': [
    { stores: [({ iterations }) => iterations % 50], iterationMs: 1 },
  ],
  'iterations that get slower and slower': [
    { iterationMs: (iteration) => 0.1 * 1.02 ** iteration },
  ],
  'thirty asked iterations': [{ sites: [inFlight(3)], iterationMs: 1 }, { iterations: 30 }],
  'a hundred iterations at most': [{ iterationMs: 1 }, { maxIterations: 100 }],
}

const GROWING: Readonly<Record<string, readonly [World, LeakOptions?]>> = {
  'an object in each iteration': [{ sites: [everyNth(1)] }],
  'an object in each iteration of 1 ms': [{ sites: [everyNth(1)], iterationMs: 1 }],
  'an object in each iteration of 10 ms': [{ sites: [everyNth(1)], iterationMs: 10 }],
  'an object in each iteration of 100 ms within 5 s': [{ ...SLOW, sites: [everyNth(1)] }],
  'an object in each iteration, recorded twenty times as slowly': [
    { sites: [everyNth(1)], iterationMs: 2, recordedTimes: 20 },
  ],
  'an object in each iteration beside others in flight and a ring': [
    { sites: [inFlight(5), inFlight(100), everyNth(1)], iterationMs: 1 },
  ],
  'an object in every fourth iteration': [{ sites: [everyNth(4)], iterationMs: 1 }],
  'an object in every fourth iteration of 10 ms': [{ sites: [everyNth(4)], iterationMs: 10 }],
  'an object in every hundredth iteration': [{ sites: [everyNth(100)], iterationMs: 0.01 }],
  'objects in one of four iterations, three at once': [
    { sites: [{ made: (at) => (at % 4 === 0 ? 3 : 0), isAlive: () => true }], iterationMs: 1 },
  ],
  'an object in each iteration, and more in two stretches': [
    {
      sites: [
        {
          made: (at) => ([100, 101, 130, 131, 132].includes(at) ? 5 : 1),
          isAlive: ({ iterations }) => iterations >= 0,
        },
      ],
      iterationMs: 10,
    },
  ],
  'every fourth object by chance': [
    { sites: [{ isAlive: ({ iterations }) => chance(iterations) < 0.25 }], iterationMs: 0.1 },
  ],
  'a handle in each iteration': [{ handles: ({ iterations }) => iterations, iterationMs: 1 }],
  'a handle in each iteration of 100 ms': [{ ...SLOW, handles: ({ iterations }) => iterations }],
  'an entry of a store in each iteration': [{ stores: [({ iterations }) => iterations] }],
  'an entry of a store in every ninth iteration': [
    { stores: [({ iterations }) => Math.floor(iterations / 9)] },
  ],
  'a kilobyte outside the heap in each iteration': [
    { externalBytes: ({ iterations }) => 1000 * iterations, iterationMs: 1 },
  ],
  'a buffer that gets a byte longer': [
    { externalBytes: ({ iterations }) => iterations, iterationMs: 1 },
  ],
  'an object in each of thirty asked iterations': [
    { sites: [everyNth(1)], iterationMs: 1 },
    { iterations: 30 },
  ],
  'an object in each iteration without a warm-up': [
    { sites: [everyNth(1)], iterationMs: 1 },
    { warmUp: 0 },
  ],
  'an object in each of forty iterations at most': [
    { sites: [everyNth(1)], iterationMs: 1 },
    { maxIterations: 40 },
  ],
  'an object in each of ever slower iterations': [
    { sites: [everyNth(1)], iterationMs: (iteration) => 0.1 * 1.02 ** iteration },
  ],
}

/** Found in time, but no promise: a pass is as coarse as one object in four iterations. */
const RARE = ['an object in every hundredth iteration']

describe('a plateau is', () => {
  it.each(Object.entries(CLEAN))('%s', (_, [world, options]) => {
    expect(madeUpCheck(world, options).decision).toMatchObject({ kind: 'plateau' })
  })
})

describe('growth is', () => {
  it.each(Object.entries(GROWING))('%s', (_, [world, options]) => {
    expect(madeUpCheck(world, options).decision).toMatchObject({ kind: 'growth' })
  })

  it('told at the rate of what is kept', () => {
    const { decision } = madeUpCheck({ sites: [{ ...everyNth(4), bytes: 400 }], iterationMs: 1 })

    const [heap] = decision.kind === 'growth' ? decision.growth : []
    expect(heap?.perIteration).toBeGreaterThan(80)
    expect(heap?.perIteration).toBeLessThan(120)
  })

  it('5,000 arrays that gain an entry each, whose heap rises in steps only', () => {
    const { decision } = madeUpCheck(ARRAYS, { iterations: 30 })

    expect(decision).toMatchObject({ kind: 'growth', because: 'stores-gain-entries' })
  })
})

/** As arrays take memory: none, and then half as much again. */
const ARRAYS: World = {
  stores: Array.from(
    { length: 5000 },
    () =>
      ({ iterations }: Moment) =>
        iterations,
  ),
  heapBytes: ({ iterations }) => 8 * 5000 * (slotsOf(iterations) - iterations),
  iterationMs: 1,
}

const EVERY = { ...CLEAN, ...GROWING }
const anyWorld = fc.constantFrom(...Object.values(EVERY))

describe('whatever the scenario', () => {
  it('adding a constant to all readings changes nothing', () => {
    const constants = fc.tuple(fc.nat(2 ** 30), fc.nat(2 ** 30), fc.nat(1000))
    fc.assert(
      fc.property(anyWorld, constants, ([world, options], added) => {
        const { decision } = madeUpCheck(world, options)
        const higher = madeUpCheck({ ...world, added }, options).decision
        expect(kindsOf(higher)).toEqual(kindsOf(decision))
      }),
      { numRuns: 40 },
    )
  })

  it('where the time is up at any moment, nothing passes that was not looked at', () => {
    fc.assert(
      fc.property(anyWorld, fc.integer({ min: 0, max: 5000 }), ([world, options], endsAtMs) => {
        const check = madeUpCheck({ ...world, endsAtMs }, options)
        if (check.history.isTimeUp && check.decision.kind === 'plateau')
          expect(deedsOf(check)).toContain('look')
      }),
      { numRuns: 200 },
    )
  })

  it('a clean one never grows, whenever its time is up', () => {
    const clean = fc.constantFrom(...Object.values(CLEAN))
    fc.assert(
      fc.property(clean, fc.integer({ min: 0, max: 5000 }), ([world, options], endsAtMs) => {
        expect(madeUpCheck({ ...world, endsAtMs }, options).decision.kind).not.toBe('growth')
      }),
      { numRuns: 200 },
    )
  })

  it('one that keeps objects or handles never passes, whenever its time is up', () => {
    const ofBirths = Object.entries(GROWING).flatMap(([name, [world, options]]) =>
      world.stores || world.externalBytes || RARE.includes(name) ? [] : [[world, options] as const],
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...ofBirths),
        fc.integer({ min: 0, max: 5000 }),
        ([world, options], endsAtMs) => {
          expect(madeUpCheck({ ...world, endsAtMs }, options).decision.kind).not.toBe('plateau')
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([
    ['a store', 'an entry of a store in each iteration', { heap: 8 }],
    ['buffers', 'a kilobyte outside the heap in each iteration', { external: 1000 }],
    ['a buffer', 'a buffer that gets a byte longer', { external: 1 }],
  ])('%s that was not counted in time passes only as coarsely as it grows', (_, name, grown) => {
    const [world, options] = GROWING[name] ?? [{}]
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), (endsAtMs) => {
        const { decision } = madeUpCheck({ ...world, endsAtMs }, options)
        if (decision.kind !== 'plateau') return
        for (const [probe, perIteration] of Object.entries(grown))
          expect(decision.resolution).toHaveProperty(
            probe,
            expect.toSatisfy((most) => most >= perIteration),
          )
      }),
    )
  })

  it('nothing grows without a pause, after which it was looked at or counted once more', () => {
    fc.assert(
      fc.property(anyWorld, fc.integer({ min: 0, max: 5000 }), ([world, options], endsAtMs) => {
        const check = madeUpCheck({ ...world, endsAtMs }, options)
        if (check.decision.kind !== 'growth') return
        const deeds = deedsOf(check)
        const afterPause = deeds.slice(deeds.lastIndexOf('pause'))
        expect([
          ['pause', 'look'],
          ['pause', 'run', 'look'],
          ['pause', 'run', 'count'],
        ]).toContainEqual(afterPause)
      }),
      { numRuns: 200 },
    )
  })
})

test('a check whose time is up before anything was looked at is unsettled', () => {
  for (const endsAtMs of [0, 1, 5, 50, 300]) {
    const { decision } = madeUpCheck({ iterationMs: 30, endsAtMs })

    expect(decision).toMatchObject({
      kind: 'unsettled',
      reason: 'time',
      because: 'too-little-was-seen',
      lack: { of: 'time' },
    })
  }
})

function kindsOf(decision: Decision): readonly string[] {
  const probes = decision.kind === 'growth' ? decision.growth.map(({ probe }) => probe) : []
  return [decision.kind, decision.because, ...probes]
}

function deedsOf({ steps }: MadeUpCheck): readonly string[] {
  return steps.flatMap((step) => (step.do === 'end' ? [] : [step.do]))
}
