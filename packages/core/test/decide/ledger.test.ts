import { describe, expect, it } from 'vitest'
import { placesOf } from '../../src/decide/history.ts'
import type { Step } from '../../src/decide/step.ts'
import type { Terms } from '../../src/decide/terms.ts'
import type { LeakOptions } from '../../src/options.ts'
import { madeUpCheck, type Site, type World } from './made-up-check.ts'

const kept: Site = { isAlive: () => true }
const rare: Site = { isAlive: () => true, made: (iteration) => (iteration % 10 === 0 ? 1 : 0) }

/** Iterations of the runs since births were recorded. */
function batchesOf(world: World, options: LeakOptions = {}): readonly number[] {
  const { steps } = madeUpCheck(world, options)
  const begun = steps.findIndex((step) => step.do === 'record')
  return steps
    .slice(begun)
    .flatMap((step) => (step.do === 'run' && step.phase === 'ledger' ? [step.iterations] : []))
}

/** The groups of each look, as boundaries. */
function looksOf(world: World, options: LeakOptions = {}): readonly (readonly number[])[] {
  return madeUpCheck(world, options).steps.flatMap((step) =>
    step.do === 'look' ? [step.groups] : [],
  )
}

function areSilent(steps: readonly Step[]): readonly boolean[] {
  const runs = steps.flatMap((step) => (step.do === 'run' ? [step.isSilent] : []))
  return [...new Set(runs)]
}

function isOfLedger(step: Step): boolean {
  return 'phase' in step && step.phase === 'ledger'
}

describe('births are recorded', () => {
  it('where the gate is closed', () => {
    const { steps } = madeUpCheck({ iterationMs: 10 })

    expect(steps.filter(({ do: it }) => it === 'record')).toHaveLength(1)
  })

  it('of code as it was compiled before, for what the compilers keep would be counted', () => {
    const { steps } = madeUpCheck({ iterationMs: 10 })

    const begun = steps.findIndex(isRecord)
    expect(areSilent(steps.slice(0, begun))).toEqual([false])
    expect(areSilent(steps.slice(begun).filter(isOfLedger))).toEqual([true])
  })

  it('not where nothing can record them', () => {
    const { steps } = madeUpCheck({ sites: [kept] }, {}, { witness: 'object-count' })

    expect(steps.some(({ do: it }) => it === 'record')).toBe(false)
  })

  it('after iterations that compile, of 2 % of the time limit and 400 at most', () => {
    const compiling = (iterationMs: number) => {
      const { steps } = madeUpCheck({ iterationMs, sites: [kept] })
      return steps.flatMap((step, at) =>
        step.do === 'run' && step.phase === 'ledger' && at < steps.findIndex(isRecord)
          ? [step.iterations]
          : [],
      )
    }
    expect(compiling(0.01)).toEqual([400])
    expect(compiling(10)).toEqual([10])
    expect(compiling(101)).toEqual([])
  })

  it('after the base was read', () => {
    const { steps } = madeUpCheck({ iterationMs: 10 })

    expect(steps[steps.findIndex(isRecord) - 1]).toEqual({
      do: 'sample',
      phase: 'ledger',
      collection: 'full',
      turns: true,
      isBetween: false,
    })
  })
})

describe('the first look', () => {
  it('is after ten batches and the one that is thrown away', () => {
    const [first] = looksOf({ iterationMs: 1.2 })

    expect(first).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  it('is after 20 iterations at least', () => {
    const batches = batchesOf({ iterationMs: 100, recordedTimes: 1 })

    expect(batches.slice(1).reduce((sum, count) => sum + count, 0)).toBe(20)
  })

  it('is after half of them where it costs little', () => {
    const world = { iterationMs: 100, recordedTimes: 1 }
    const judgedBefore = (sampleMs: number) => {
      const [edges = []] = looksOf({ ...world, sampleMs })
      return (edges.at(-1) ?? 0) - (edges[0] ?? 0)
    }

    expect(judgedBefore(60)).toBe(5)
    expect(judgedBefore(120)).toBe(10)
  })

  it('waits for batches that tell something, though it may take until the time is over', () => {
    const { decision, history, steps } = madeUpCheck({
      iterationMs: 5,
      sampleMs: 1000,
      lookMs: 500,
    })

    const first = steps.findIndex((step) => step.do === 'look')
    expect(placesOf(history, 'run', 'ledger').filter((at) => at < first)).toHaveLength(9)
    expect(decision.kind).toBe('plateau')
  })

  it('takes 6 % of the time limit', () => {
    expect(batchesOf({ iterationMs: 2, recordedTimes: 1 })[1]).toBe(15)
    expect(batchesOf({ iterationMs: 3, recordedTimes: 1 }, { timeLimitMs: 10_000 })[1]).toBe(20)
  })

  it('is after batches of 3 to 512 iterations', () => {
    expect(batchesOf({ iterationMs: 10 })[1]).toBe(3)
    expect(batchesOf({ sites: [rare] })[1]).toBe(512)
  })

  it('is after batches of 48 where the gate saw bytes for an object in each iteration', () => {
    expect(batchesOf({ sites: [kept] })[1]).toBe(48)
  })

  it('convicts where bytes rose with what is kept over enough iterations of the gate', () => {
    expect(looksOf({ sites: [kept] })).toHaveLength(2)
    expect(looksOf({ sites: [rare] }).length).toBeGreaterThan(1)
  })

  it('is after batches of 6 where each iteration opens a handle', () => {
    expect(batchesOf({ handles: ({ iterations }) => iterations })[1]).toBe(6)
  })

  it('is after a tenth of the iterations that were asked for in each batch', () => {
    expect(batchesOf({ iterationMs: 1.2 }, { iterations: 30 })).toEqual([1, ...Array(10).fill(3)])
    expect(batchesOf({ iterationMs: 1.2 }, { iterations: 500 })).toEqual([1, ...Array(10).fill(50)])
  })

  it('is after what maxIterations leave', () => {
    const batches = batchesOf({ iterationMs: 1.2 }, { maxIterations: 100 })

    expect(batches.slice(1)).toEqual(Array(7).fill(3))
  })
})

describe('growth', () => {
  it('is proved by twice the batches until 2,500 iterations or 28 % of the time limit', () => {
    const slow = madeUpCheck({ iterationMs: 1.2, sites: [kept] })
    const fast = madeUpCheck({ iterationMs: 0.1, sites: [kept], recordedTimes: 1 })

    expect(looksOf({ iterationMs: 1.2, sites: [kept] }).map((groups) => groups.at(-1))).toEqual([
      11, 21, 41, 81, 82,
    ])
    const pause = slow.steps.findIndex((step) => step.do === 'pause')
    expect(slow.history.elapsedMs[pause - 1]).toBeGreaterThanOrEqual(0.28 * 5000)
    expect(
      fast.history.elapsedMs[fast.steps.findIndex((step) => step.do === 'pause')],
    ).toBeLessThan(3000)
  })

  it('is proved in a target after five seconds, however long its limit is', () => {
    const proofAt = (timeLimitMs: number, collections: Terms['collections']) => {
      const world: World = { iterationMs: 20, recordedTimes: 1, sites: [kept] }
      const { history, steps } = madeUpCheck(world, { timeLimitMs }, { collections })
      return history.elapsedMs[steps.findIndex((step) => step.do === 'pause') - 1] ?? 0
    }

    expect(proofAt(60_000, 'full')).toBeGreaterThanOrEqual(5000)
    expect(proofAt(60_000, 'full')).toBeLessThan(0.28 * 60_000)
    expect(proofAt(60_000, 'minor-then-full')).toBeGreaterThanOrEqual(0.28 * 60_000)
  })

  it('is not proved by bytes that a turn of the event loop frees, as what WeakRefs point to', () => {
    const world = (frees: boolean): World => ({
      sites: [{ isAlive: (birth, now) => now.iterations - birth.iterations < 512, bytes: 32 }],
      heapBytes: ({ iterations }) => (frees && iterations > 43_750 ? 0 : 40 * iterations),
    })
    const recorded = (frees: boolean) =>
      batchesOf(world(frees)).reduce((sum, iterations) => sum + iterations, 0)

    expect(madeUpCheck(world(true)).decision.kind).toBe('plateau')
    expect(recorded(false)).toBeLessThan(recorded(true))
  })

  it('after a pause that was cut short is not proved', () => {
    const world = (lookMs: number): World => ({
      sites: [kept],
      iterationMs: 110,
      recordedTimes: 1,
      lookMs,
    })
    expect(madeUpCheck(world(100)).decision.kind).toBe('growth')
    expect(madeUpCheck(world(2000)).decision).toMatchObject({
      kind: 'unsettled',
      suspects: [{ probe: 'heap' }],
    })
  })

  it('is looked at once more after a pause and one batch', () => {
    const { steps } = madeUpCheck({ iterationMs: 1.2, sites: [kept] })

    const deeds = steps.slice(-5).map((step) => step.do)
    expect(deeds).toEqual(['look', 'pause', 'run', 'look', 'end'])
  })

  it('needs less of a pause the longer the heap has held what the gate saw it rise by', () => {
    const pausesOf = (world: World) => {
      const { steps, decision } = madeUpCheck({ iterationMs: 0.005, ...world }, {}, { ages: true })
      const pauses = steps.flatMap((step) => (step.do === 'pause' ? [step.milliseconds] : []))
      return [decision.kind, ...pauses]
    }
    const leak = (bytes: number) => [{ ...kept, bytes }]
    const forgotten = (afterMs: number): Site => ({
      bytes: 80,
      isAlive: (birth, now) => now.ms - birth.ms < afterMs,
    })

    expect(pausesOf({ sampleMs: 2, sites: leak(80) })).toEqual(['growth', 968])
    expect(pausesOf({ sampleMs: 200, sites: leak(80) })).toEqual(['growth', 374])
    expect(pausesOf({ sampleMs: 350, sites: leak(80) })).toEqual(['growth', 0])
    // So little may be what was loaded meanwhile.
    expect(pausesOf({ sampleMs: 300, sites: leak(36) })).toEqual(['growth', 1029])
    // What was held at the look before is gone at this one: nothing was outlived.
    expect(pausesOf({ sampleMs: 200, sites: [forgotten(1000)] })).toEqual(['plateau', 305, 686])
  })

  it('is not what the next call after a pause sweeps, as a cache does of what expired', () => {
    const sweeps: Site = {
      isAlive: (birth, { begunMs = 0 }) => begunMs - birth.ms < 500,
    }
    expect(madeUpCheck({ iterationMs: 1.2, sites: [sweeps] }).decision.kind).toBe('plateau')
  })

  it('of handles is proved by 48 of them', () => {
    const { history } = madeUpCheck({ handles: ({ iterations }) => iterations })

    expect(history.completed[history.length - 1]).toBeLessThan(200)
  })

  it('of 16 bytes an iteration is no growth where it is tolerated', () => {
    const world: World = { iterationMs: 1.2, sites: [{ ...kept, bytes: 16 }] }

    expect(madeUpCheck(world, { tolerate: { heap: 16 } }).decision.kind).toBe('plateau')
    expect(madeUpCheck(world, { tolerate: { heap: 15 } }).decision.kind).toBe('growth')
  })
})

describe('what each iteration keeps, where a collection takes half a second', () => {
  it.each([300, 400, 500, 600])('is never passed after a batch or two: %d ms', (sampleMs) => {
    for (const iterationMs of [0.002, 0.02, 0.2, 2]) {
      const { decision } = madeUpCheck({ iterationMs, sampleMs, lookMs: sampleMs, sites: [kept] })
      expect(decision.kind).not.toBe('plateau')
    }
  })
})

describe('what a timer of a second lets go', () => {
  it.each([
    { iterationMs: 1.2 },
    { iterationMs: 5, sampleMs: 60, lookMs: 300 },
    { iterationMs: 20, sampleMs: 100, lookMs: 400 },
    { iterationMs: 0.05, recordedTimes: 60, sampleMs: 150, lookMs: 500 },
    { iterationMs: 50, recordedTimes: 1.5, sampleMs: 120, lookMs: 200 },
  ])('is no growth, however late it is looked at: $iterationMs ms', (pace) => {
    const ofTimer: Site = { isAlive: (birth, now) => now.ms - birth.ms < 1000 }

    for (const endsAtMs of [2000, 3000, 4000, 4500])
      expect(madeUpCheck({ ...pace, sites: [ofTimer], endsAtMs }).decision.kind).not.toBe('growth')
  })
})

describe('a rare leak', () => {
  it('is looked for over 1,200 iterations', () => {
    const every50: Site = { isAlive: ({ iterations }) => iterations % 50 === 0 }
    const { decision } = madeUpCheck({ iterationMs: 0.3, recordedTimes: 1.3, sites: [every50] })

    expect(decision.kind).toBe('growth')
  })
})

describe('a handle that stays open in every tenth iteration', () => {
  it('is never passed', () => {
    const every10 = {
      handles: ({ iterations }: { iterations: number }) => Math.floor(iterations / 10),
    }

    for (const iterationMs of [1, 2, 5, 10, 20, 50, 100, 150, 200, 250])
      expect(madeUpCheck({ ...every10, iterationMs }).decision.kind).not.toBe('plateau')
  })
})

function isRecord(step: { readonly do: string }): boolean {
  return step.do === 'record'
}
