import { describe, expect, it } from 'vitest'
import { ages, judgeAges } from '../../src/decide/ages.ts'
import { createHistory, placesOf } from '../../src/decide/history.ts'
import type { Terms } from '../../src/decide/terms.ts'
import { type MadeUpCheck, madeUpCheck, PROBES, type Site, type World } from './made-up-check.ts'

const kept: Site = { isAlive: () => true }
const inFlight: Site = { isAlive: (birth, now) => now.iterations - birth.iterations < 3 }

/** So slow while births are recorded that hardly an iteration fits. */
const SLOW = { iterationMs: 8, recordedTimes: 70 } as const

function checkOf(world: World, here: Partial<Terms> = { ages: true }): MadeUpCheck {
  return madeUpCheck({ ...SLOW, ...world }, {}, here)
}

function deedsOf(check: MadeUpCheck): readonly string[] {
  return check.steps.map((step) => step.do)
}

describe('ages of all objects', () => {
  it('are asked where births are too slow, and acquit', () => {
    const check = checkOf({ sites: [inFlight] })

    expect(deedsOf(check)).toContain('ages')
    expect(check.decision).toMatchObject({ kind: 'plateau', because: 'nothing-is-kept' })
  })

  it('are not asked where births are quick enough', () => {
    expect(deedsOf(checkOf({ sites: [inFlight], recordedTimes: 4 }))).not.toContain('ages')
  })

  it('are not asked where they would not fit either: births go on as long as there is time', () => {
    const check = checkOf({ sites: [inFlight], sampleMs: 150 })

    expect(deedsOf(check)).not.toContain('follow')
    expect(deedsOf(check)).toContain('look')
  })

  it('are not asked where they cannot be told', () => {
    const check = checkOf({ sites: [inFlight] }, {})

    expect(deedsOf(check)).not.toContain('ages')
    expect(check.decision.kind).toBe('unsettled')
  })

  it('go on by a batch where what was in flight bounds no leak yet, as long as there is time', () => {
    const onceInEarlyBatches: Site = { isAlive: ({ iterations }) => iterations < 110 }

    const { steps, decision } = checkOf({ sites: [inFlight, onceInEarlyBatches] })

    const batches = steps.flatMap((step) =>
      step.do === 'run' && step.phase === 'ages' ? [step.batches] : [],
    )
    expect(batches.slice(0, 3)).toEqual([1, 5, 1])
    expect(decision.kind).toBe('plateau')
  })

  it('are given up where objects could not be followed', () => {
    const { history, terms } = checkOf({ sites: [inFlight] })
    history.length = 1 + (placesOf(history, 'follow')[0] ?? 0)
    expect(ages(history, terms)).toMatchObject({ do: 'run', phase: 'ages' })

    history.lacksAges = true

    expect(ages(history, terms)).toBeUndefined()
  })

  it('are told by as many batches and iterations as walks through the heap leave time for', () => {
    const planOf = (sampleMs: number) => {
      const { steps } = checkOf({ sites: [inFlight], sampleMs })
      const plans = steps.flatMap((step) =>
        step.do === 'run' && step.phase === 'ages' ? [`${step.batches} of ${step.iterations}`] : [],
      )
      return plans.join(', ')
    }

    const sampleMs = Array.from({ length: 16 }, (_, at) => 2 + 16 * at)
    const changes = sampleMs
      .map((ms) => [ms, planOf(ms)] as const)
      .filter(([, plan], at, all) => plan !== all[at - 1]?.[1])
    expect(changes).toMatchInlineSnapshot(`
      [
        [
          2,
          "1 of 1, 5 of 8",
        ],
        [
          34,
          "1 of 1, 5 of 15",
        ],
        [
          50,
          "1 of 1, 5 of 22",
        ],
        [
          66,
          "1 of 1, 5 of 29",
        ],
        [
          82,
          "1 of 1, 5 of 36",
        ],
        [
          98,
          "1 of 1, 3 of 44",
        ],
        [
          114,
          "",
        ],
      ]
    `)
  })

  it('are asked where not even twenty iterations fit while births are recorded', () => {
    const areAsked = (recordedTimes: number) =>
      deedsOf(checkOf({ sites: [inFlight], iterationMs: 8, recordedTimes })).includes('ages')
    const times = Array.from({ length: 40 }, (_, at) => 4 + at)

    expect(times.find(areAsked)).toMatchInlineSnapshot(`26`)
  })

  it('convict nobody: a leak stays open after a pause', () => {
    const check = checkOf({ sites: [kept] })

    expect(deedsOf(check)).toContain('pause')
    expect(check.decision).toMatchObject({ kind: 'unsettled', reason: 'time' })
  })

  it('leave a handle per iteration open', () => {
    const check = checkOf({
      sites: [inFlight],
      handles: ({ iterations }) => Math.max(0, iterations - 40),
    })

    expect(check.decision.kind).not.toBe('plateau')
  })

  it('acquit what a pause has ended', () => {
    const ofClock: Site = { isAlive: (birth, now) => now.ms - birth.ms < 700 }

    expect(checkOf({ sites: [ofClock] }).decision.kind).toBe('plateau')
  })
})

describe('what a leak keeps at most', () => {
  it.each([
    { kept: [9, 0, 0, 0, 0, 0, 700], smallest: 3 / 20 },
    { kept: [9, 7, 7, 1, 1, 1, 700], smallest: 6 / 12 },
    { kept: [4, 4, 4, 4, 4, 4, 700], smallest: 27 / 24 },
  ])('is bounded by the batches of $kept that kept least', ({ kept: births, smallest }) => {
    expect(judgeAges(lookedAt(births)).smallest).toBe(smallest)
  })

  it('is suspected where it follows the iterations', () => {
    expect(judgeAges(lookedAt([4, 4, 4, 4, 4, 4, 700])).suspect).toMatchObject({
      probe: 'heap',
      perIteration: 1,
    })
    expect(judgeAges(lookedAt([90, 0, 4, 0, 4, 4, 700])).suspect).toBeUndefined()
  })

  it('is unknown before a look', () => {
    expect(judgeAges(createHistory(PROBES)).smallest).toBe(Number.POSITIVE_INFINITY)
  })
})

function lookedAt(births: readonly number[]) {
  const history = createHistory(PROBES)
  const row = { key: 'all', place: ['all objects'], isBelow: true, births, bytes: births }
  history.ages = { iterations: births.map(() => 4), rows: [row], largest: births.map(() => 0) }
  return history
}
