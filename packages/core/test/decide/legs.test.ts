import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completed } from '../../src/decide/history.ts'
import { iterationsToPass } from '../../src/decide/legs-resolution.ts'
import type { Decision, Step } from '../../src/decide/step.ts'
import type { LeakOptions } from '../../src/options.ts'
import {
  decided,
  grownIn,
  LEVEL,
  madeUpTarget,
  type Script,
  specOf,
  type TargetWorld,
} from './made-up-target.ts'

function kindOf(script: Script, options: LeakOptions = {}): Decision['kind'] {
  return decided({ script }, options).kind
}

function runs(steps: readonly Step[], phase: string): readonly number[] {
  return steps.flatMap((step) =>
    step.do === 'run' && step.phase === phase ? [step.iterations] : [],
  )
}

describe('legs', () => {
  it('are nine equal ones, of which the first is thrown away', () => {
    const { steps, decision } = madeUpTarget({ script: LEVEL })

    expect(runs(steps, 'legs')).toEqual([313, 313, 313, 313, 313, 313, 313, 313, 313])
    expect(decision).toMatchObject({
      kind: 'plateau',
      because: 'level-over-half-of-all-iterations',
    })
  })

  it('fill a bounded store', () => {
    const { steps } = madeUpTarget({ script: LEVEL }, { bounded: 2000 })

    expect(runs(steps, 'legs')[0]).toBe(2000)
  })

  it('are as long as the time allows, and of three iterations at least', () => {
    const legsOf = (iterationMs: number) =>
      runs(madeUpTarget({ script: LEVEL, iterationMs }).steps, 'legs')[0]

    expect(legsOf(10)).toBeGreaterThan(30)
    expect(legsOf(10)).toBeLessThan(60)
    expect(legsOf(200)).toBe(3)
  })

  it('are not cut short to save time that their samples take anyway, nor because the first one makes things ready', () => {
    const legsOf = (world: Partial<TargetWorld>) =>
      runs(madeUpTarget({ script: LEVEL, iterationMs: 1, ...world }).steps, 'legs')[0]

    expect(legsOf({ sampleMs: 600 })).toBe(150)
    expect(legsOf({ sampleMs: (taken) => (taken === 1 ? 900 : 10) })).toBeGreaterThan(300)
  })

  it('are exactly the iterations that were asked for', () => {
    const { steps, history } = madeUpTarget({ script: LEVEL }, { iterations: 40, warmUp: 3 })

    expect(runs(steps, 'legs')).toEqual([8, 4, 4, 4, 4, 4, 4, 4, 4])
    expect(completed(history)).toBe(43)
  })

  it('are never more than maxIterations', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 4000 }), (maxIterations) => {
        const world = { script: { goroutines: (done: number) => done } }
        const { history } = madeUpTarget(world, { maxIterations })

        expect(completed(history)).toBeLessThanOrEqual(maxIterations)
      }),
      { numRuns: 50 },
    )
  })

  it('are short where each iteration keeps much, and end once that is proved', () => {
    const { history, decision } = madeUpTarget({ script: { heap: (done) => 2 ** 20 * done } })

    expect(decision.kind).toBe('growth')
    expect(completed(history)).toBeLessThan(150)
  })

  it('are short where each opens something scarce', () => {
    const { history, decision } = madeUpTarget({ script: { goroutines: (done) => done } })

    expect(grownIn(decision)).toEqual({ goroutines: 1 })
    expect(completed(history)).toBeLessThanOrEqual(600 + 29)
  })
})

describe('what is level', () => {
  it('levels off whatever its readings are', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e6), (heap, nodes) => {
        expect(kindOf({ heap: () => heap, nodes: () => nodes })).toBe('plateau')
      }),
      { numRuns: 30 },
    )
  })

  it('levels off after a cache of up to a thousand entries is full', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (limit) => {
        expect(kindOf({ heapObjects: (done) => 7 * Math.min(done, limit) })).toBe('plateau')
      }),
      { numRuns: 30 },
    )
  })

  it.each([300, 2000])('levels off after a cache of %d entries is full', (limit) => {
    const script: Script = {
      heap: (done) => 4e6 + 64 * Math.min(done, limit),
      heapObjects: (done) => 500 + Math.min(done, limit),
    }
    expect(kindOf(script)).toBe('plateau')
  })

  it('may fall', () => {
    expect(kindOf({ nodes: (done) => Math.max(0, 5000 - done), heap: () => 1e6 })).toBe('plateau')
  })

  it('may stray in a single reading by what its probe allows', () => {
    const kinds = [undefined, 40].map((stray) => {
      let samples = 0
      const script: Script = { heapObjects: (done) => (done > 1500 ? 30 * (++samples % 2) : 0) }
      const probes = [specOf('heapObjects', stray === undefined ? {} : { strayPerSample: stray })]
      return decided({ script, probes }, { maxIterations: 3200 }).kind
    })
    expect(kinds).not.toContain('growth')
    expect(kinds[1]).toBe('plateau')
  })

  it('grows up to the floor of its probe', () => {
    const probes = [specOf('heap', { floorPerIteration: 50 })]

    expect(decided({ script: { heap: (done) => 45 * done }, probes }).kind).toBe('plateau')
    expect(decided({ script: { heap: (done) => 55 * done }, probes }).kind).toBe('growth')
  })

  it('grows up to what is tolerated', () => {
    const script: Script = { nodes: (done) => done }

    expect(kindOf(script, { tolerate: { nodes: 1 } })).toBe('plateau')
    expect(kindOf(script, { tolerate: { nodes: 0.5 } })).toBe('growth')
  })

  it('is a bounded store once it is full', () => {
    const script: Script = { nodes: (done) => Math.min(done, 20_000) }

    expect(kindOf(script)).toBe('growth')
    expect(kindOf(script, { bounded: 20_000 })).toBe('plateau')
    expect(kindOf({ nodes: (done) => done }, { bounded: 1000 })).toBe('growth')
  })
})

describe('what is level over so few iterations that readings stray by more than a leak', () => {
  const map = (done: number) => 4e6 + 28 * done
  const stray = { strayPerSample: 16_384 }
  const probes = [specOf('heap', stray), specOf('heapObjects', { strayPerSample: 48 })]
  const script: Script = { heap: map, heapObjects: () => 900 }

  it('is no plateau', () => {
    const slow = { script, probes, iterationMs: 30 }

    expect(decided(slow)).toMatchObject({
      kind: 'unsettled',
      reason: 'time',
      lack: { of: 'time', neededIterations: 1030 },
    })
    expect(decided(slow, { maxIterations: 600 })).toMatchObject({
      lack: { of: 'iterations', needed: 1030 },
    })
  })

  it('passes where so many were asked for, and says what it saw', () => {
    expect(decided({ script, probes, iterationMs: 30 }, { iterations: 40 })).toMatchObject({
      kind: 'plateau',
      resolution: { heapObjects: 1.225 },
    })
  })

  it('passes for its objects where iterations are as long as those of pages', () => {
    const long = { script, probes, iterationMs: 41 }

    expect(decided(long).kind).toBe('plateau')
  })

  it('is run until such a leak shows', () => {
    const { history, decision } = madeUpTarget({
      script: { ...script, heap: () => 4e6 },
      probes,
      iterationMs: 5,
    })

    expect(decision.kind).toBe('plateau')
    expect(completed(history)).toBeGreaterThanOrEqual(1030)
  })

  it('passes by what legs of the usual length would show, however far readings stray', () => {
    const far = [specOf('heap', { strayPerSample: 524_288 })]

    expect(decided({ script: { heap: () => 4e6 }, probes: far }).kind).toBe('plateau')
  })

  it.each([
    ['goroutines', 20, 84],
    ['heapObjects', 12, 26],
  ] as const)('needs some more iterations where %s stray by %d', (name, strayPerSample, needed) => {
    const { history, terms } = madeUpTarget({
      script: {},
      probes: [specOf(name, { strayPerSample })],
    })

    expect(iterationsToPass(history, terms)).toBe(needed)
  })
})

describe('a round that a busy machine cuts short', () => {
  const busy = (laterMs: number, script: Script = LEVEL) =>
    decided({ script, sampleMs: (taken) => (taken === 0 ? 1 : laterMs) })

  it('is a plateau after half of its legs, and none after fewer', () => {
    expect(busy(1500).kind).toBe('plateau')
    expect(busy(1750).kind).toBe('unsettled')
  })

  it('is neither growth nor a plateau where anything rose', () => {
    expect(busy(1500, { heap: (done) => 4e6 + 64 * done }).kind).toBe('unsettled')
  })

  it('ends with its suspects while there is time to prove them, where they rise by steps', () => {
    const script: Script = { heap: (done) => 4e5 * Math.floor(8 * Math.log2(done + 1)) }
    const { history, decision } = madeUpTarget({
      script,
      sampleMs: (taken) => (taken === 0 ? 1 : 1000),
    })

    expect(decision).toMatchObject({ kind: 'unsettled', suspects: [{ probe: 'heap' }] })
    expect(history.elapsedMs[history.length - 1]).toBeLessThan(7000)
  })
})
