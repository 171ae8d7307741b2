import { describe, expect, it } from 'vitest'
import { conclude } from '../../src/decide/conclude.ts'
import { completed } from '../../src/decide/history.ts'
import { type Moment, madeUpCheck, type World } from './made-up-check.ts'

const kept: World = { iterationMs: 1.2, sites: [{ isAlive: () => true }] }
const store: World = { iterationMs: 1.2, stores: [({ iterations }: Moment) => iterations] }

describe('a check that proved nothing', () => {
  it('passes, and tells what would have shown', () => {
    const { decision, history } = madeUpCheck({ iterationMs: 1.2 })

    const judged = history.looks[0]?.iterations.slice(0, 9).reduce((sum, count) => sum + count, 0)
    expect(decision).toMatchObject({
      kind: 'plateau',
      because: 'nothing-is-kept',
      resolution: { heapObjects: 3 / (judged ?? 0) },
    })
  })

  it('is unsettled where it has not seen enough to notice an object in every fourth iteration', () => {
    const { decision } = madeUpCheck({ iterationMs: 1.2 }, { maxIterations: 20 })

    expect(decision).toMatchObject({
      kind: 'unsettled',
      reason: 'samples',
      lack: { of: 'iterations', needed: 27 },
    })
  })

  it('is unsettled where the time was up before it had seen enough', () => {
    const { decision } = madeUpCheck({ iterationMs: 300, recordedTimes: 1 })

    expect(decision).toMatchObject({
      kind: 'unsettled',
      reason: 'time',
      lack: { of: 'time', neededIterations: 27 },
    })
  })

  it('never passes a heap that rises plainly for no birth, where slow collections leave time for one doubling and for no count', () => {
    const rising: World = {
      iterationMs: 0.01,
      sampleMs: 300,
      lookMs: 300,
      heapBytes: ({ iterations }) => 108 * iterations,
    }

    expect(madeUpCheck(rising).decision.kind).toBe('unsettled')
  })

  it('tells what it suspects where the time was up before the pause', () => {
    const whole = madeUpCheck(kept)
    const pause = whole.steps.findIndex((step) => step.do === 'pause')
    const endsAtMs = whole.history.elapsedMs[pause - 1] ?? 0
    const { decision } = madeUpCheck({ ...kept, endsAtMs })

    expect(decision).toMatchObject({
      kind: 'unsettled',
      reason: 'time',
      suspects: [{ probe: 'heap' }],
    })
  })

  it('convicts without a pause what has kept 72 MiB evenly', () => {
    const large: World = { iterationMs: 5, sites: [{ isAlive: () => true, bytes: 1_000_000 }] }
    const options = { iterations: 135 }
    const whole = madeUpCheck(large, options)
    const pause = whole.steps.findIndex((step) => step.do === 'pause')
    const endsAtMs = whole.history.elapsedMs[pause - 1] ?? 0

    expect(madeUpCheck({ ...large, endsAtMs }, options).decision).toMatchObject({
      kind: 'growth',
      growth: [{ probe: 'heap', perIteration: 1_000_000 }],
    })
    const small: World = { ...large, sites: [{ isAlive: () => true, bytes: 400_000 }], endsAtMs }
    expect(madeUpCheck(small, options).decision.kind).toBe('unsettled')
  })

  it('asks for no further proof of so much', () => {
    const grown = (bytes: number) =>
      madeUpCheck({ iterationMs: 1.2, sites: [{ isAlive: () => true, bytes }] })

    expect(grown(1_000_000).decision.kind).toBe('growth')
    expect(completed(grown(1_000_000).history)).toBeLessThan(200)
    expect(completed(grown(1000).history)).toBeGreaterThan(200)
  })

  it('suspects the store that gained entries where the time was up in the pause', () => {
    const whole = madeUpCheck(store)
    const pause = whole.steps.findIndex((step) => step.do === 'pause')
    const endsAtMs = (whole.history.elapsedMs[pause] ?? 0) - 1
    const { decision } = madeUpCheck({ ...store, endsAtMs })

    expect(decision).toMatchObject({
      kind: 'unsettled',
      reason: 'time',
      suspects: [{ probe: 'heap' }],
    })
  })
})

describe('where births cannot be recorded', () => {
  it('a check is unsettled whose boundary between batches was lost', () => {
    const { history, terms } = madeUpCheck({ ...kept, endsAtMs: 500 })
    history.lost = '1 of 12 boundaries are left'

    expect(conclude(history, terms)).toMatchObject({
      kind: 'unsettled',
      reason: 'noise',
      lack: { of: 'witness', why: '1 of 12 boundaries are left' },
    })
  })

  it('a pass is as coarse as 32 bytes', () => {
    const { decision } = madeUpCheck({ iterationMs: 1.2 }, {}, { witness: 'object-count' })

    expect(decision).toMatchObject({
      kind: 'plateau',
      resolution: { heap: 32, external: 32 },
    })
  })
})
