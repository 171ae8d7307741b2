import { describe, expect, it } from 'vitest'
import type { GoroutineGroup } from '../../src/profile/goroutines.ts'
import { steadyAndEnded } from '../../src/session/in-flight.ts'

function waiting(state: string, count: number): GoroutineGroup {
  const stack = [{ function: 'main.ask', file: '/api/ask.go', line: 9 }]
  return { state, isLocked: false, isProvenLeaked: false, stack, createdBy: undefined, count }
}

describe('goroutines that are in flight at any time', () => {
  it('are as many as were there before the legs and after them, and are gone at rest', () => {
    const [before, after] = [[waiting('select', 14)], [waiting('select', 15)]]

    expect(steadyAndEnded(before, after, [])).toBe(14)
  })

  it('are not those that the legs left and that have ended', () => {
    expect(steadyAndEnded([], [waiting('sleep', 24)], [])).toBe(0)
  })

  it('are fewer by those that wait for ever at rest', () => {
    const before = [waiting('select', 14), waiting('chan send', 8)]
    const after = [waiting('select', 14), waiting('chan send', 32)]

    expect(steadyAndEnded(before, after, [waiting('chan send', 39)])).toBe(7)
  })

  it('are none where all that grew stands', () => {
    const all = [waiting('chan send', 24)]

    expect(steadyAndEnded([], all, all)).toBe(0)
  })
})
