import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowance, minorAllowance } from '../../src/plateau/allowance.ts'

const anyIterations = fc.integer({ min: 1, max: 1_000_000 })
const anyRate = fc.integer({ min: 0, max: 10_000 })

describe('allowance', () => {
  it('lets bytes rise by the 96 that an idle harness moves', () => {
    expect(allowance('bytes', 1, 0)).toBe(96)
    expect(allowance('bytes', 960, 0)).toBe(96)
  })

  it('lets bytes rise by 0.1 per iteration once that is more', () => {
    expect(allowance('bytes', 970, 0)).toBe(97)
    expect(allowance('bytes', 10_000, 0)).toBe(1000)
  })

  it('stays below the smallest leak that is looked for, 0.24 B per iteration', () => {
    expect(allowance('bytes', 1000, 0)).toBeLessThan(0.24 * 1000)
  })

  it('lets no count rise', () => {
    expect(allowance('count', 1_000_000, 0)).toBe(0)
  })

  it('adds what is tolerated per iteration, for bytes and counts alike', () => {
    expect(allowance('bytes', 100, 16)).toBe(1696)
    expect(allowance('count', 100, 2)).toBe(200)
  })

  it('never shrinks with more iterations or more tolerance', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('bytes' as const, 'count' as const),
        anyIterations,
        anyRate,
        (unit, iterations, tolerated) => {
          const allowed = allowance(unit, iterations, tolerated)
          expect(allowance(unit, iterations + 1, tolerated)).toBeGreaterThanOrEqual(allowed)
          expect(allowance(unit, iterations, tolerated + 1)).toBeGreaterThan(allowed)
        },
      ),
    )
  })
})

describe('minorAllowance', () => {
  it('lets bytes rise by 64, or by 0.1 an iteration up to 320', () => {
    expect(minorAllowance('bytes', 1, 0)).toBe(64)
    expect(minorAllowance('bytes', 640, 0)).toBe(64)
    expect(minorAllowance('bytes', 2000, 0)).toBe(200)
    expect(minorAllowance('bytes', 1_000_000, 0)).toBe(320)
  })

  it('lets no count rise beyond what is tolerated', () => {
    expect(minorAllowance('count', 1000, 0)).toBe(0)
    expect(minorAllowance('count', 1000, 2)).toBe(2000)
  })

  it('adds what is tolerated per iteration', () => {
    expect(minorAllowance('bytes', 100, 16)).toBe(1664)
  })

  it('is never looser than after a full collection', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('bytes' as const, 'count' as const),
        anyIterations,
        anyRate,
        (unit, iterations, tolerated) => {
          expect(minorAllowance(unit, iterations, tolerated)).toBeLessThanOrEqual(
            allowance(unit, iterations, tolerated),
          )
        },
      ),
    )
  })
})
