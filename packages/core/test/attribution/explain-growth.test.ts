import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { sourceMapOf } from '../../../vitest/src/source-maps.ts'
import {
  checkLeak,
  describeVerdict,
  type LeakOptions,
  provideSourceMaps,
  type Scenario,
} from '../../src/index.ts'
import type { GrowthVerdict } from '../../src/plateau/verdict.ts'
import { readSnapshotFile } from '../../src/snapshot/read-snapshot.ts'

const MANY = { timeLimitMs: 60_000, maxIterations: 8000 } as const

provideSourceMaps(sourceMapOf)

const sessions = new Map<number, Session>()
const names: string[] = []
const all = new Set<Session>()

class Session {
  readonly id: number

  constructor(id: number) {
    this.id = id
  }
}

afterEach(() => {
  sessions.clear()
  all.clear()
  names.length = 0
})

function remember(): void {
  sessions.set(sessions.size, new Session(sessions.size))
}

describe('the explanation of growth', { timeout: 120_000 }, () => {
  it('tells class, line and path of a leak in its message', async () => {
    const text = describeVerdict(await growthOf(remember))

    expect(text).toMatch(/^ {2}grows {9}\+1 Session, \+\d+ bytes per iteration$/m)
    expect(text).toMatch(
      /^ {2}allocated at {2}packages\/core\/test\/attribution\/explain-growth\.test\.ts:\d+:\d+ {2}remember$/m,
    )
    expect(text).toMatch(
      /^ {2}retained by {3}module .*explain-growth\.test\.ts → sessions \(Map\) → entry → Session$/m,
    )
    const line = Number(/explain-growth\.test\.ts:(\d+):/.exec(text)?.[1])
    expect(readFileSync(import.meta.filename, 'utf8').split('\n')[line - 1]).toContain(
      'new Session',
    )
    expect(text).toContain('Remove each entry when its work ends')
  })

  testOfWhole('tells no key of the data', async () => {
    const tokens: Record<string, Session> = {}
    const { culprits } = await growthOf(() => {
      tokens[randomUUID()] = new Session(1)
    })

    expect(culprits[0]?.path.map(({ name }) => name)).toEqual([
      expect.any(String),
      'tokens',
      'entry',
    ])
  })

  testOfWhole('tells two leaks of one scenario apart', async () => {
    const { culprits } = await growthOf(() => {
      remember()
      names.push(`name ${names.length}`)
    })

    expect(culprits.map(({ path }) => path.map(({ name }) => name).at(-2)).sort()).toEqual([
      'names',
      'sessions',
    ])
    expect(new Set(culprits.map(({ fingerprint }) => fingerprint)).size).toBe(2)
  })

  testOfWhole('names every owner of a leak', async () => {
    const { culprits } = await growthOf(() => {
      const session = new Session(all.size)
      sessions.set(all.size, session)
      all.add(session)
    })
    const owners = culprits.flatMap(({ path, alsoHeldBy = [] }) => [path, ...alsoHeldBy])

    expect(culprits).toHaveLength(1)
    expect(owners.map((path) => path.at(-2)?.name).sort()).toEqual(['all', 'sessions'])
  })

  testOfWhole('accepts a known leak by its fingerprint, and not once its day is over', async () => {
    const { culprits } = await growthOf(remember)
    const known = {
      match: { fingerprint: culprits[0]?.fingerprint ?? '' },
      maxPerIteration: 1000,
      reason: 'to be fixed with the new store',
    }

    const accepted = await checkLeak(remember, {
      ...MANY,
      known: [{ ...known, until: '9999-12-31' }],
    })
    const expired = await checkLeak(remember, {
      ...MANY,
      known: [{ ...known, until: '2000-01-01' }],
    })

    expect(describeVerdict(accepted)).toMatch(
      /^scenario grew by nothing but known leaks \(\d+ iterations\): to be fixed with the new store \(until 9999-12-31\)$/,
    )
    expect(describeVerdict(expired)).toContain(
      'A known leak was accepted until 2000-01-01 only: to be fixed with the new store.',
    )
  })

  it('is left out when it is switched off', async () => {
    const verdict = await growthOf(remember, { explain: 'off' })

    expect(verdict.culprits).toEqual([])
    expect(verdict.notes).toBeUndefined()
  })

  testOfWhole.each([
    ['snapshot', /\.heapsnapshot$/],
    ['profile', /\.heapprofile$/],
  ] as const)('keeps a private %s that DevTools opens', async (keep, name) => {
    const { kept = [] } = await growthOf(remember, { keep })
    const file = join(process.cwd(), kept[0] ?? '')

    try {
      expect(kept).toEqual([expect.stringMatching(name)])
      expect(statSync(file).mode & 0o777).toBe(0o600)
      if (keep === 'snapshot') expect(readSnapshotFile(file).nodeCount).toBeGreaterThan(10_000)
      else expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('head.children')
    } finally {
      rmSync(file)
    }
  })

  testOfWhole('keeps the verdict, and says so, where the growth does not show again', async () => {
    const timers: NodeJS.Timeout[] = []
    const verdict = await growthOf(() => {
      if (timers.length < DECIDED_AT) timers.push(setInterval(nothing, 60_000))
    })
    for (const timer of timers) clearInterval(timer)

    // What the verdict was made from still names the function that allocates, but nothing that holds it.
    expect(verdict.culprits).toMatchObject([
      { path: [], perIteration: { objects: expect.any(Number) } },
    ])
    expect(verdict.notes).toEqual([
      'Nothing that the scenario left in the heap accounts for the growth when it was run again: told without a snapshot.',
    ])
  })

  testOfWhole(
    'keeps the verdict, and says why, where the scenario fails when it is run again',
    async () => {
      const timers: NodeJS.Timeout[] = []
      const verdict = await growthOf(() => {
        if (timers.length === DECIDED_AT) throw new Error('the pool is closed')
        timers.push(setInterval(nothing, 60_000))
      })
      for (const timer of timers) clearInterval(timer)

      expect(verdict.notes).toEqual(['The growth could not be explained: the pool is closed'])
    },
  )
})

/** A leak of a handle per iteration is decided after so many: 29 to warm up, and thirteen batches of 6, one after the pause. */
const DECIDED_AT = 29 + 13 * 6

function nothing(): void {}

async function growthOf(scenario: Scenario, options: LeakOptions = {}): Promise<GrowthVerdict> {
  const verdict = await checkLeak(scenario, { ...MANY, ...options })
  expect(verdict, describeVerdict(verdict)).toMatchObject({ kind: 'growth' })
  return verdict as GrowthVerdict
}
