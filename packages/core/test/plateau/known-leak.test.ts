import { describe, expect, it } from 'vitest'
import { acceptKnown, type KnownLeak } from '../../src/plateau/known-leak.ts'
import type { Culprit, GrowthVerdict } from '../../src/plateau/verdict.ts'

const TODAY = '2026-11-21'

describe('known leaks', () => {
  it.each([
    ['its fingerprint', { fingerprint: 'abc123' }],
    ['a part of its path', { path: 'sessions' }],
    ['the path in full', { path: 'src/cache.ts → sessions → entry' }],
    ['its file', { site: 'src/cache.ts' }],
    ['its line', { site: 'src/cache.ts:41' }],
    ['the probe that grows', { probe: 'heap' }],
  ] as const)('are accepted by %s, and named by the plateau', (_, match) => {
    const known = leak({ match })

    expect(acceptKnown(growth(), [known], TODAY)).toMatchObject({ kind: 'plateau', known: [known] })
  })

  it.each([
    ['another fingerprint', { match: { fingerprint: 'def456' } }],
    ['another path', { match: { path: 'users' } }],
    ['another line', { match: { site: 'src/cache.ts:4' } }],
    ['another probe', { match: { probe: 'fds' } }],
    ['a smaller limit than what grows', { maxPerIteration: 95 }],
    ['a day that is over', { until: '2026-11-20' }],
  ] as const)('are no excuse with %s', (_, different) => {
    expect(acceptKnown(growth(), [leak(different)], TODAY)).toMatchObject({ kind: 'growth' })
  })

  it('are accepted on their last day', () => {
    expect(acceptKnown(growth(), [leak({ until: TODAY })], TODAY).kind).toBe('plateau')
  })

  it('say so once their day is over', () => {
    expect(
      acceptKnown(growth(), [leak({ until: '2026-11-20', owner: 'Ada' })], TODAY),
    ).toMatchObject({
      notes: ['A known leak was accepted until 2026-11-20 only: the vendor is told (owner: Ada).'],
    })
  })

  it('say that it grew worse, and nothing of their day while it lasts', () => {
    const verdict = acceptKnown(growth(), [leak({ until: TODAY, maxPerIteration: 1 })], TODAY)

    expect(verdict).toMatchObject({
      kind: 'growth',
      notes: [
        expect.stringMatching(/^A known leak grew worse: accepted were 1 bytes per iteration/),
      ],
    })
  })

  it('do not hide a second leak', () => {
    const two = [culprit('abc123'), culprit('new')]

    expect(acceptKnown(growth(two), [leak({})], TODAY).kind).toBe('growth')
  })

  it('do not hide growth whose culprit was not found', () => {
    expect(acceptKnown(growth([]), [leak({})], TODAY).kind).toBe('growth')
  })
})

function leak(different: Partial<KnownLeak>): KnownLeak {
  return {
    match: { fingerprint: 'abc123' },
    maxPerIteration: 96,
    reason: 'the vendor is told',
    until: '2027-01-31',
    ...different,
  }
}

function growth(culprits: readonly Culprit[] = [culprit('abc123')]): GrowthVerdict {
  return {
    kind: 'growth',
    schema: 1,
    series: [],
    resolution: {},
    iterations: 1000,
    elapsedMs: 100,
    growth: [{ probe: 'heap', perIteration: 96, interval: [95, 97] }],
    culprits,
  }
}

function culprit(fingerprint: string): Culprit {
  return {
    type: 'Session',
    perIteration: { objects: 1, bytes: 96 },
    path: [
      { name: 'src/cache.ts', type: 'module' },
      { name: 'sessions', type: 'Map' },
      { name: 'entry', type: 'Session' },
    ],
    site: { file: 'src/cache.ts', line: 41, column: 18, function: 'remember' },
    fingerprint,
  }
}
