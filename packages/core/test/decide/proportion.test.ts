import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isProportional,
  isProportionalBesideOneOffs,
  mayBeRare,
  mostKept,
  smallestShown,
} from '../../src/decide/proportion.ts'

/** Eight groups of ten iterations, unless others are given. */
function even(kept: readonly number[], each = 10): boolean {
  return isProportional(
    kept,
    kept.map(() => each),
  )
}

describe('what batches keep is proportional', () => {
  it('where each keeps the same', () => {
    expect(even([10, 10, 10, 10, 10, 10, 10, 10])).toBe(true)
    expect(even([1, 1, 1, 1, 1, 1, 1, 1])).toBe(true)
  })

  it('where each keeps the same part of unequal numbers of iterations', () => {
    expect(isProportional([5, 10, 20, 40], [5, 10, 20, 40])).toBe(true)
    expect(isProportional([10, 10, 10, 10], [5, 10, 20, 40])).toBe(false)
  })

  it('from 6 that are kept', () => {
    expect(even([1, 1, 1, 1, 1, 1])).toBe(true)
    expect(even([1, 1, 1, 1, 1])).toBe(false)
  })

  it('from three filled batches of four', () => {
    expect(even([2, 2, 2, 0])).toBe(false)
    expect(even([1, 1, 1, 1, 1, 1, 0, 0])).toBe(false)
    expect(even([1, 1, 1, 0, 1, 1, 0, 1])).toBe(true)
    expect(even([1, 1, 1, 0, 1, 0, 0, 1, 1])).toBe(false)
  })

  it('where the halves agree to six tenths', () => {
    expect(even([5, 5, 5, 5, 3, 3, 3, 3])).toBe(true)
    expect(even([3, 3, 3, 3, 5, 5, 5, 5])).toBe(true)
    expect(even([52, 52, 52, 52, 31, 31, 31, 31])).toBe(false)
    expect(even([31, 31, 31, 31, 52, 52, 52, 52])).toBe(false)
  })

  it('where each is as expected, to a quarter or to one', () => {
    expect(even([5, 3, 5, 3, 5, 3])).toBe(true)
    expect(even([6, 3, 3, 6, 3, 3])).toBe(false)
    expect(even([1000, 1250, 750, 1000, 1250, 750])).toBe(true)
    expect(even([1000, 1251, 749, 1000, 1251, 749])).toBe(false)
  })

  it('where 40 or more are spread as by chance', () => {
    expect(even([2, 8, 5, 5, 2, 8, 5, 5])).toBe(true)
    expect(even([2, 8, 5, 5, 2, 8, 5, 4])).toBe(false)
    // Four deviations above the mean of chi-square with 7 degrees of freedom: 21.97.
    expect(even([1, 11, 6, 6, 1, 11, 6, 6])).toBe(true)
    expect(even([0, 12, 6, 6, 1, 11, 6, 6])).toBe(true)
    expect(even([0, 12, 6, 6, 0, 12, 6, 6])).toBe(false)
  })
})

describe('what a leak keeps at most', () => {
  const most = (kept: readonly number[]) =>
    mostKept(
      kept,
      kept.map(() => 4),
    )

  it('is three more than was kept, which may be by chance', () => {
    expect(most([0, 0, 0, 0])).toBe(3 / 16)
    expect(most([1, 1, 1, 1])).toBe(7 / 16)
  })

  it('is bounded by the half that kept least at least', () => {
    expect(most([90, 0, 0, 0])).toBe(3 / 12)
    expect(most([90, 90, 0, 0])).toBe(3 / 8)
    expect(most([90, 90, 90, 0])).toBe(93 / 8)
  })

  it('is anything where nothing was seen', () => {
    expect(most([])).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('what batches keep is proportional beside one-off work', () => {
  const beside = (kept: readonly number[]) =>
    isProportionalBesideOneOffs(
      kept,
      kept.map(() => 2),
    )

  it('that added to a quarter of them at most', () => {
    expect(beside([2, 2, 4, 2, 2, 2])).toBe(true)
    expect(beside([2, 9, 4, 2, 2, 2, 2, 2])).toBe(true)
    expect(beside([2, 9, 4, 4, 2, 2, 2, 2])).toBe(false)
    expect(beside([9, 4, 2, 2, 2, 2, 2])).toBe(false)
  })

  it('where every batch keeps some', () => {
    expect(beside([2, 9, 2, 2, 0, 2, 2, 2])).toBe(false)
  })

  it('where the others keep enough', () => {
    expect(beside([1, 9, 1, 1, 1, 1, 1])).toBe(true)
    expect(beside([1, 9, 1, 1, 1, 1])).toBe(false)
  })
})

describe('what batches keep is not proportional', () => {
  it.each([
    ['the young keep', [0, 0, 0, 0, 0, 0, 10, 10]],
    ['the old keep', [10, 10, 10, 4, 0, 0, 0, 0]],
    ['one keeps', [0, 0, 0, 80, 0, 0, 0, 0]],
    ['fall as in a random cache', [10, 8, 6, 4, 3, 2, 1, 1]],
  ])('that only %s', (_, kept) => {
    expect(even(kept)).toBe(false)
  })

  it('whatever one of them keeps beside a level rest', () => {
    fc.assert(
      fc.property(fc.nat(7), fc.integer({ min: 1, max: 1000 }), (at, kept) => {
        const batches = Array.from({ length: 8 }, (_, batch) => (batch === at ? kept : 0))
        expect(even(batches)).toBe(false)
      }),
    )
  })

  it('where a factor is all that differs, nor else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 200 }),
        (per, each) => {
          expect(even(Array(8).fill(per * each), each)).toBe(true)
        },
      ),
    )
  })
})

describe('a rare leak', () => {
  const iterations = Array(8).fill(50)

  it('keeps one or more of old and of young batches', () => {
    expect(mayBeRare([0, 1, 0, 0, 1, 0, 1, 0], iterations)).toBe(true)
    expect(mayBeRare([0, 1, 0, 0, 0, 0, 1, 0], iterations)).toBe(false)
    expect(mayBeRare([1, 1, 0, 1, 0, 0, 0, 0], iterations)).toBe(false)
    expect(mayBeRare([0, 0, 0, 0, 0, 0, 1, 1], iterations)).toBe(false)
    expect(mayBeRare([1, 0, 0, 0, 0, 0, 0, 0], iterations)).toBe(false)
  })

  it('keeps fewer than 40', () => {
    expect(mayBeRare([5, 5, 5, 5, 5, 5, 5, 4], iterations)).toBe(true)
    expect(mayBeRare([5, 5, 5, 5, 5, 5, 5, 5], iterations)).toBe(false)
  })

  it('keeps hardly more in one batch than in another', () => {
    expect(mayBeRare([2, 0, 1, 0, 1, 0, 0, 0], iterations)).toBe(true)
    expect(mayBeRare([3, 0, 1, 0, 1, 0, 0, 0], iterations)).toBe(false)
    expect(mayBeRare([3, 2, 0, 1, 1, 0, 1, 1], iterations)).toBe(true)
  })
})

describe('the smallest leak that would have shown', () => {
  it('keeps 6 over all iterations', () => {
    expect(smallestShown([10, 20])).toBe(6 / 30)
  })

  it('is unknown where no old batch can agree with a young one', () => {
    expect(smallestShown([])).toBe(Number.POSITIVE_INFINITY)
    expect(smallestShown([164])).toBe(Number.POSITIVE_INFINITY)
  })
})
