import { describe, expect, it } from 'vitest'
import { checkLeak } from '../../src/index.ts'
import { scriptedTarget } from './scripted-target.ts'

const SHORT = { timeLimitMs: 400 }

describe('a target that waits for what may end by itself', () => {
  it('is asked in place of the pause, with the time that is left', async () => {
    const asked: { readonly leastMs: number; readonly leftMs: number }[] = []
    const target = scriptedTarget(
      { goroutines: (done) => done },
      { schedule: 'equal-legs', outlast: async (pause) => void asked.push(pause) },
    )

    expect((await checkLeak(target, SHORT)).kind).toBe('growth')
    expect(asked).toHaveLength(1)
    expect(asked[0]?.leastMs).toBeLessThan(asked[0]?.leftMs ?? 0)
  })

  it('levels off where it has ended meanwhile', async () => {
    let ended = 0
    const target = scriptedTarget(
      { goroutines: (done) => done - ended },
      {
        schedule: 'equal-legs',
        outlast: async () => {
          ended = target.completed()
        },
      },
    )

    expect((await checkLeak(target, SHORT)).kind).toBe('plateau')
  })

  it('is unsettled where it doubts its own growth', async () => {
    const target = scriptedTarget(
      { goroutines: (done) => done },
      {
        schedule: 'equal-legs',
        doubt: () => 'They sleep.',
        explain: () => Promise.reject('asked'),
      },
    )

    expect(await checkLeak(target, SHORT)).toMatchObject({
      kind: 'unsettled',
      reason: 'suspect',
      suspects: [{ probe: 'goroutines', perIteration: 1 }],
      advice: 'They sleep.',
    })
  })

  it('is not asked for a doubt where nothing grows', async () => {
    const target = scriptedTarget(
      { goroutines: () => 7 },
      { schedule: 'equal-legs', doubt: () => 'They sleep.' },
    )

    expect((await checkLeak(target, SHORT)).kind).toBe('plateau')
  })
})

it('leaves growth open of which its re-run shows nothing', async () => {
  const target = scriptedTarget(
    { goroutines: (done) => done },
    {
      schedule: 'equal-legs',
      explain: async () => ({ culprits: [], refuted: 'No line kept it.' }),
    },
  )

  expect(await checkLeak(target, SHORT)).toMatchObject({
    kind: 'unsettled',
    suspects: [{ probe: 'goroutines' }],
    advice: 'No line kept it.',
  })
})

it('goes on where its re-run shows nothing of what grew, for that may level off', async () => {
  const levelsAt = (iterations: number) =>
    scriptedTarget(
      { heap: (done) => 200 * Math.min(done, iterations) },
      {
        schedule: 'equal-legs',
        explain: async () => ({ culprits: [], refuted: 'Nothing was left.' }),
      },
    )

  expect(await checkLeak(levelsAt(4000), SHORT)).toMatchObject({ kind: 'plateau' })
  expect(await checkLeak(levelsAt(Number.POSITIVE_INFINITY), SHORT)).toMatchObject({
    kind: 'unsettled',
    suspects: [{ probe: 'heap' }],
    advice: 'Nothing was left.',
  })
})

describe('a target that proves its own growth', () => {
  const proof = async (): Promise<readonly ['goroutines']> => ['goroutines']
  const culprit = {
    type: 'goroutine [chan send]',
    perIteration: { objects: 7, bytes: 0 },
    path: [],
    fingerprint: 'f',
  }
  const uneven = (done: number) => 40 * Math.floor(Math.sqrt(done))

  it('grows where that was seen once more, however unevenly', async () => {
    const target = scriptedTarget(
      { goroutines: uneven },
      {
        schedule: 'equal-legs',
        proof,
        explain: async () => [culprit],
      },
    )

    expect(await checkLeak(target, SHORT)).toMatchObject({
      kind: 'growth',
      growth: [{ probe: 'goroutines', perIteration: expect.any(Number) }],
      culprits: [culprit],
    })
  })

  it('is asked before the time is over, where iterations are too slow for all legs', async () => {
    const target = scriptedTarget(
      { goroutines: (done) => 1000 * done },
      {
        schedule: 'equal-legs',
        run: async (iterations) => {
          await new Promise((resolve) => setTimeout(resolve, 400 * iterations))
          slow += iterations
          return iterations
        },
        sample: async () => ({ goroutines: 1000 * slow }),
        proof,
        explain: async () => [culprit],
      },
    )
    let slow = 0

    expect(await checkLeak(target, { timeLimitMs: 5000 })).toMatchObject({
      kind: 'growth',
      growth: [{ probe: 'goroutines', perIteration: 1000 }],
      culprits: [culprit],
    })
  })

  it('is told what is suspected, once its legs have ended', async () => {
    const told: (readonly string[])[] = []
    const target = scriptedTarget(
      { goroutines: uneven },
      {
        schedule: 'equal-legs',
        async proof(suspects) {
          told.push(suspects.map(({ probe }) => probe))
          return []
        },
      },
    )
    await checkLeak(target, SHORT)

    expect(told.at(-1)).toEqual(['goroutines'])
    expect(told.slice(0, -1).flat()).toEqual([])
  })

  it.each([
    ['nothing is proved', { proof: async () => [], explain: async () => [culprit] }, {}],
    ['it is not seen again', { proof, explain: async () => [] }, {}],
    [
      'it may not be run again',
      { proof, explain: async () => [culprit] },
      { explain: 'off' as const },
    ],
    [
      'it cannot be asked',
      { proof: () => Promise.reject(new Error('gone')), explain: async () => [culprit] },
      {},
    ],
  ])('is unsettled where %s', async (_, session, options) => {
    const target = scriptedTarget({ goroutines: uneven }, { schedule: 'equal-legs', ...session })

    expect((await checkLeak(target, { ...SHORT, ...options })).kind).toBe('unsettled')
  })
})
