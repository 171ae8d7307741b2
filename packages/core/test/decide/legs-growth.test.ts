import { describe, expect, it } from 'vitest'
import { decided, grownIn, LEVEL, type Script, specOf } from './made-up-target.ts'

describe('a count grows', () => {
  it.each([1, 2, 13])('by %d in every iteration at exactly that rate', (rate) => {
    expect(grownIn(decided({ script: { ...LEVEL, nodes: (done) => rate * done } }))).toEqual({
      nodes: rate,
    })
  })

  it('by one in a few iterations', () => {
    const { nodes } = grownIn(decided({ script: { nodes: (done) => Math.floor(done / 7) } }))

    expect(nodes).toBeCloseTo(1 / 7, 2)
  })

  it('by a little more than one, though each leg strays', () => {
    const script: Script = { goroutines: (done) => Math.round(1.06 * done + 2 * Math.sin(done)) }

    expect(grownIn(decided({ script }))['goroutines']).toBeCloseTo(1.06, 0)
  })

  it('not where it outlives its request by two seconds', () => {
    const iterationMs = 0.5
    const script: Script = {
      goroutines: (done, { ms }) => {
        const isOld = Math.max(0, Math.floor((ms - 2000) / iterationMs))
        return 4 + Math.max(0, done - isOld)
      },
    }
    expect(decided({ script, iterationMs }).kind).not.toBe('growth')
  })

  it('and the bytes beside it, however few', () => {
    const script: Script = { heap: (done) => 1e6 + 28 * done, listeners: (done) => done }

    expect(grownIn(decided({ script }))).toEqual({ heap: 28, listeners: 1 })
  })

  it('of objects not after so few iterations that a cache may still be filling, but for a number that was asked for', () => {
    const script: Script = { heap: (done) => 4e6 + 640 * done, heapObjects: (done) => 3 * done }
    const slow = { script, iterationMs: 100 }

    expect(decided(slow).kind).toBe('unsettled')
    expect(decided(slow, { iterations: 60 }).kind).toBe('growth')
    expect(decided({ ...slow, script: { ...script, goroutines: (done) => done } }).kind).toBe(
      'growth',
    )
  })

  it('not where it becomes rarer while it is seen: that is unsettled', () => {
    const script: Script = { heapObjects: (done) => Math.floor(1000 * Math.log2(done + 1)) }

    expect(decided({ script }, { maxIterations: 3000 })).toMatchObject({
      kind: 'unsettled',
      reason: 'suspect',
      suspects: [{ probe: 'heapObjects' }],
    })
  })
})

describe('bytes alone', () => {
  it('convict from 32 per iteration on, and are suspects below', () => {
    expect(grownIn(decided({ script: { heap: (done) => 40 * done } }))).toEqual({ heap: 40 })
    expect(decided({ script: { heap: (done) => 20 * done } })).toMatchObject({
      kind: 'unsettled',
      reason: 'suspect',
      suspects: [{ probe: 'heap', perIteration: 20 }],
    })
  })

  it.each([1_000_000, 726_000])('convict where they are overwhelming: +%d', (rate) => {
    const script: Script = { external: (done) => rate * done * (1 + 0.02 * Math.sin(done)) }

    expect(decided({ script, iterationMs: 40 }).kind).toBe('growth')
  })

  it('convict where they climb in steps for ever', () => {
    const slice = (done: number): number => {
      let capacity = 512
      while (capacity < done) capacity = Math.floor(capacity * 1.25) + 192
      return 4e6 + 8 * capacity
    }
    expect(grownIn(decided({ script: { heap: slice } }))['heap']).toBeGreaterThan(7)
  })

  it('convict where slices double inside one object', () => {
    const script: Script = {
      heap: (done) => 4e6 + 700 * 2 ** Math.ceil(Math.log2(done + 1)),
      heapObjects: () => 900,
    }
    expect(decided({ script, iterationMs: 3 }).kind).toBe('growth')
  })

  it('do not climb where they are what a runtime keeps of its busiest moments', () => {
    const marks = [600, 1100, 1600, 2400]
    const heap = (done: number): number => 4e6 + 2e5 * marks.filter((at) => at <= done).length
    const kinds = [false, true].map(
      (hasMarks) => decided({ script: { heap }, probes: [specOf('heap', { hasMarks })] }).kind,
    )
    expect(kinds[1]).toBe('plateau')
  })

  it('do not convict where a small object now and then settles late', () => {
    const probes = [
      specOf('heap', { noise: 'exact', floorPerIteration: 0.5, strayPerSample: 4096 }),
      specOf('heapObjects', { floorPerIteration: 0.02 }),
    ]
    const objects = (done: number) => Math.floor(Math.min(done, 12_000) / 110)
    const script: Script = {
      heap: (done) => 4e6 + 352 * objects(done),
      heapObjects: (done) => 500 + objects(done),
    }
    expect(decided({ script, probes }).kind).toBe('plateau')
  })

  it('never convict by a noisy probe', () => {
    const probes = [specOf('rss', { noise: 'noisy' })]

    expect(decided({ script: { rss: (done) => 1000 * done }, probes })).toMatchObject({
      kind: 'unsettled',
      reason: 'suspect',
    })
  })

  it('do not convict after so few iterations that a cache may still be filling', () => {
    const decision = decided({ script: { heap: (done) => 40 * done }, iterationMs: 100 })

    expect(decision.kind).toBe('unsettled')
  })
})

describe('evidence of a re-run', () => {
  const survivors = (first: number, second: number, per: number) => ({
    first: { iterations: per, objects: first, bytes: 20 * first },
    second: { iterations: 2 * per, objects: second, bytes: 20 * second },
  })

  it('convicts few bytes where as many objects survive of each phase', () => {
    const evidence = (per: number) => ({ survivors: survivors(per, 2 * per, per) })

    expect(grownIn(decided({ script: { heap: (done) => 20 * done }, evidence }))).toEqual({
      heap: 20,
    })
  })

  it('convicts where a store gains as much in every batch', () => {
    const evidence = (per: number) => ({
      stores: [{ container: 'Array', gains: [per, per, per], iterationsPerBatch: per }],
    })
    const script: Script = { heap: (done) => 8 * 2 ** Math.ceil(Math.log2(done + 1)) }

    expect(Object.keys(grownIn(decided({ script, evidence })))).toEqual(['heap'])
  })

  it.each([0, 13])('convicts no bytes where only %d strays survive', (strays) => {
    const evidence = (per: number) => ({
      survivors: survivors(strays, strays, per),
      stores: [],
    })

    expect(decided({ script: { heap: (done) => 40 * done }, evidence }).kind).toBe('unsettled')
  })
})

describe('what full collections hide', () => {
  const LEGS = [1, 2, 3, 4, 5, 6, 7, 8]
  const hidden = (perIteration: number) => (perLeg: number) => ({
    iterations: LEGS.map((leg) => leg * perLeg),
    readings: LEGS.map((leg) => 4e6 + leg * perLeg * perIteration),
  })

  it('is growth where it climbs', () => {
    expect(grownIn(decided({ script: LEVEL, hidden: hidden(1024) }))).toEqual({ heap: 1024 })
    expect(decided({ script: LEVEL, hidden: hidden(0) }).kind).toBe('plateau')
    expect(decided({ script: LEVEL, hidden: hidden(31) }).kind).toBe('plateau')
  })
})
