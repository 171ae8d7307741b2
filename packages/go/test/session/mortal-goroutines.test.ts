import { describe, expect, it } from 'vitest'
import type { GoroutineGroup } from '../../src/profile/goroutines.ts'
import {
  asleepFor,
  grownSince,
  isProof,
  mayEnd,
  neededMs,
} from '../../src/session/mortal-goroutines.ts'
import { blocked } from '../explain/samples.ts'

function goroutines(count: number, state: string, sleepsMs?: number): GoroutineGroup {
  const { group } = blocked(state, ['main.go:7 main.iterate.func1'], 'main.go:6 main.iterate')
  return { ...group, count, ...(sleepsMs !== undefined && { sleepsMs }) }
}

const BUDGET = { oldestMs: 500, sleepMs: 15_000, ageMs: 11_000 }

describe('goroutines that grew', () => {
  it('are those that there were not before', () => {
    const before = [goroutines(4, 'select'), goroutines(9, 'IO wait')]
    const now = [goroutines(104, 'select'), goroutines(9, 'IO wait'), goroutines(3, 'chan send')]

    expect(grownSince(before, now).map(({ state, count }) => `${count} ${state}`)).toEqual([
      '100 select',
      '3 chan send',
    ])
  })

  it.each([
    ['sleep', 3000, 3250],
    ['sleep', 3_600_000, 0],
    ['select', undefined, 5000],
    ['chan receive', undefined, 5000],
    ['IO wait', undefined, 5000],
    ['chan send', undefined, 0],
    ['sync.Mutex.Lock', undefined, 0],
    ['select (no cases)', undefined, 0],
    ['chan receive (nil chan)', undefined, 0],
  ])('in state %s of %s ms are watched for %s ms', (state, sleepsMs, expected) => {
    expect(neededMs([goroutines(100, state, sleepsMs)], BUDGET)).toBe(expected)
    expect(neededMs([goroutines(100, 'chan send'), goroutines(4, state, sleepsMs)], BUDGET)).toBe(0)
  })

  it('of an unknown end are watched for no longer than can be paid', () => {
    expect(neededMs([goroutines(100, 'select')], { ...BUDGET, ageMs: 2100 })).toBe(2100)
    expect(neededMs([goroutines(100, 'select')], { ...BUDGET, oldestMs: 11_000 })).toBe(0)
  })

  it('that were proven leaked are not watched', () => {
    const proven = { ...goroutines(100, 'select'), isProvenLeaked: true }

    expect(neededMs([proven], BUDGET)).toBe(0)
    expect(mayEnd([proven])).toBe(false)
  })

  it('may end where a clock can wake a quarter of them', () => {
    expect(mayEnd([goroutines(75, 'chan send'), goroutines(25, 'select')])).toBe(true)
    expect(mayEnd([goroutines(76, 'chan send'), goroutines(24, 'select')])).toBe(false)
    expect(mayEnd([goroutines(5, 'sleep', 100)])).toBe(false)
  })

  it('prove a leak where one in twenty iterations left one that nothing can wake', () => {
    expect(isProof([goroutines(5, 'chan send')], 20)).toBe(false)
    expect(isProof([goroutines(6, 'chan send')], 120)).toBe(true)
    expect(isProof([goroutines(6, 'chan send')], 121)).toBe(false)
  })

  it('are in doubt while a quarter of them is in a sleep that is not over', () => {
    const asleep = goroutines(25, 'sleep', 5000)

    expect(asleepFor([goroutines(75, 'chan send'), asleep], 4000)).toBe(asleep)
    expect(asleepFor([goroutines(75, 'chan send'), asleep], 5000)).toBeUndefined()
    expect(asleepFor([goroutines(76, 'chan send'), goroutines(24, 'sleep', 5000)], 0)).toBe(
      undefined,
    )
    expect(asleepFor([], 0)).toBeUndefined()
  })
})
