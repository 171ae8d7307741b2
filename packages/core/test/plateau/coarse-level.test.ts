import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coarseResolution } from '../../src/plateau/coarse-level.ts'
import type { Series, Unit } from '../../src/plateau/series.ts'

/** Readings at 100, then after each batch: `[iterations, change]`. */
function series(
  batches: readonly (readonly [iterations: number, change: number])[],
  { unit = 'bytes' as Unit, collection = 'full' as Series['collection'], from = 100 } = {},
): Series {
  const iterations = [from]
  const readings = [5e6]
  for (const [count, change] of batches) {
    iterations.push((iterations.at(-1) ?? 0) + count)
    readings.push((readings.at(-1) ?? 0) + change)
  }
  return { probe: unit === 'bytes' ? 'heap' : 'handles', unit, collection, iterations, readings }
}

const resolutionOf = (one: Series, tolerate = {}) => coarseResolution([one], tolerate)

describe('the readings of a check that ran out of time', () => {
  it('rule out leaks where all rises together are 2 bytes per iteration and the 96 of the harness', () => {
    expect(resolutionOf(series([[100, 296]]))).toEqual({ heap: 296 / 50 })
    expect(resolutionOf(series([[100, 297]]))).toBeUndefined()
  })

  it('rule out none by a fall that follows a rise', () => {
    const rises = series([
      [60, 200],
      [60, 200],
      [60, -400],
    ])

    expect(resolutionOf(rises)).toEqual({ heap: (96 + 360) / 90 })
    expect(
      resolutionOf(
        series(
          [
            [200, 600],
            [40, -600],
          ],
          { from: 200 },
        ),
      ),
    ).toBeUndefined()
  })

  it('rule out none where they fell during most of the iterations, which can hide a leak', () => {
    const halves = (first: number, fall: number) =>
      resolutionOf(
        series([
          [first, 0],
          [100 - first, -fall],
        ]),
      )

    expect(halves(50, 101)).toBeDefined()
    expect(halves(49, 103)).toBeUndefined()
    expect(halves(49, 102)).toBeDefined()
  })

  it('take a fall by no more than the 96 bytes of the harness for none', () => {
    const short = (fall: number) =>
      resolutionOf(series(Array.from({ length: 10 }, () => [10, -fall] as const)))

    expect(short(96)).toBeDefined()
    expect(short(97)).toBeUndefined()
  })

  it('leave what changed without an iteration to the check itself', () => {
    expect(
      resolutionOf(
        series([
          [100, 0],
          [0, 5000],
          [20, 0],
        ]),
      ),
    ).toBeDefined()
  })

  it('need 48 iterations, and half of all of them', () => {
    expect(resolutionOf(series([[48, 0]], { from: 48 }))).toEqual({ heap: (96 + 96) / 24 })
    expect(resolutionOf(series([[47, 0]], { from: 47 }))).toBeUndefined()
    expect(resolutionOf(series([[99, 0]], { from: 100 }))).toBeUndefined()
    expect(coarseResolution([], {})).toBeUndefined()
  })

  it('need full collections, and every probe', () => {
    const level = series([[100, 0]])

    expect(resolutionOf(series([[100, 0]], { collection: 'minor' }))).toBeUndefined()
    expect(coarseResolution([level, series([[100, 2]], { unit: 'count' })], {})).toBeUndefined()
    expect(coarseResolution([level, series([[100, 0]], { unit: 'count' })], {})).toEqual({
      heap: 296 / 50,
      handles: 2 / 50,
    })
  })

  it('rule out a leak of counts that go up and down, but no higher than before by more than a stray one', () => {
    const count = (changes: readonly number[]) =>
      resolutionOf(
        series(
          changes.map((change) => [25, change] as const),
          { unit: 'count' },
        ),
      )

    expect(count([1, -1, 1, -1])).toEqual({ handles: 2 / 50 })
    expect(count([0, 0, 0, 1])).toEqual({ handles: 2 / 50 })
    expect(count([0, 0, 1, 1])).toBeUndefined()
    expect(count([1, 0, 1, 1])).toBeUndefined()
    expect(count([0, 2, 0, 0])).toEqual({ handles: 2 / 50 })
    expect(count([-1, -1, 1, 1])).toEqual({ handles: 2 / 50 })
  })

  it('allow what is tolerated', () => {
    expect(resolutionOf(series([[100, 1296]]), { heap: 10 })).toEqual({ heap: 1296 / 50 })
    expect(resolutionOf(series([[100, 1297]]), { heap: 10 })).toBeUndefined()
  })

  it('never pass over a steady leak of more than 8 bytes per iteration, whatever is released in half of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 2, maxLength: 24 }),
        fc.integer({ min: 9, max: 1000 }),
        fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 24, maxLength: 24 }),
        (batches, leak, released) => {
          const total = batches.reduce((sum, one) => sum + one, 0)
          let releasing = 0
          const leaking = series(
            batches.map((one, at) => {
              const releases = 2 * (releasing + one) <= total
              if (releases) releasing += one
              return [one, leak * one - (releases ? (released[at] ?? 0) : 0)]
            }),
            { from: total },
          )

          expect(resolutionOf(leaking)).toBeUndefined()
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('never pass over a store that doubles, wherever its steps lie', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 48, max: 3000 }),
        fc.integer({ min: 3, max: 12 }),
        (from, count) => {
          const sizeAt = (entries: number) => 16 * 2 ** Math.ceil(Math.log2(entries))
          const batch = Math.ceil(from / count)
          const doubling = series(
            Array.from({ length: count }, (_, at) => {
              const before = from + at * batch
              return [batch, sizeAt(before + batch) - sizeAt(before)] as const
            }),
            { from },
          )

          expect(resolutionOf(doubling)).toBeUndefined()
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('pass a level heap that jitters by less than the harness and steps once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 8, maxLength: 20 }),
        fc.nat(7),
        (levels, stepAt) => {
          const clean = series(
            levels.map((level, at) => {
              const before = at === 0 ? 0 : (levels[at - 1] ?? 0)
              return [100, level - before + (at === stepAt ? 160 : 0)] as const
            }),
          )

          expect(resolutionOf(clean)).toBeDefined()
        },
      ),
    )
  })
})
