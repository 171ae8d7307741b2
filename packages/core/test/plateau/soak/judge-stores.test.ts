import { expect, it } from 'vitest'
import { growingStores } from '../../../src/plateau/soak/judge-stores.ts'

it('finds the store that gains an entry per iteration, next to those that do not', () => {
  const censuses = [5, 10, 15, 20, 25].map((thousands) => ({
    iterations: 1000 * thousands,
    stores: [
      { container: 'Map cache', entries: 5000 },
      { container: 'Map sessions', entries: 1000 * thousands + 250 },
      { container: 'Array slow', entries: 10 * thousands },
    ],
  }))

  expect(growingStores(censuses, 5000)).toEqual([
    {
      container: 'Map sessions',
      entriesPerIteration: 1,
      fromEntries: 5250,
      toEntries: 25_250,
      censuses: 5,
    },
    expect.objectContaining({ container: 'Array slow', entriesPerIteration: 0.01 }),
  ])
})

it('needs five censuses after the warm-up, in whatever order they are told', () => {
  const entries = [0, 1000, 2000, 3000, 4000, 5000]

  expect(growing(entries.slice(1))).toBe(true)
  expect(growing(entries.slice(2))).toBe(false)
  expect(growing(entries, { warmUpIterations: 2000 })).toBe(true)
  expect(growing(entries, { warmUpIterations: 2001 })).toBe(false)
  expect(growingStores(censusesOf(entries).toReversed(), 0)).toHaveLength(1)
})

it.each([
  [[1000, 2000, 3000, 4000, 5000], true],
  // Three percent of 1,000, and one entry.
  [[1000, 2031, 3031, 4031, 5000], true],
  [[1000, 2032, 3032, 4032, 5000], false],
  [[1000, 2000, 3000, 3000, 4000], false],
  [[1000, 2000, 3000, 4000, 3900], false],
  [[1000, 1500, 1750, 1875, 1937], false],
  [[1000, 1000, 1000, 1000, 1000], false],
  [[5000, 4000, 3000, 2000, 1000], false],
  // One entry more or less is under way at any census.
  [[100, 120, 141, 161, 180], true],
  [[100, 120, 142, 162, 180], false],
])('takes sizes of %j for growing: %s', (entries, expected) => {
  expect(growing(entries)).toBe(expected)
})

it('lets each of six and more be a tenth off, for a process of a cluster has now more of the load and now less', () => {
  expect(growing([1000, 2100, 3100, 4100, 5050, 6000])).toBe(true)
  expect(growing([1000, 2102, 3100, 4100, 5050, 6000])).toBe(false)
})

it('takes sixteen entries between censuses as the least that is no luck', () => {
  expect(growing([100, 116, 132, 148, 164])).toBe(true)
  expect(growing([100, 115, 130, 145, 160])).toBe(false)
})

it('weighs intervals of unequal length by their iterations', () => {
  const censuses = [1000, 2000, 4000, 5000, 9000].map((iterations) => ({
    iterations,
    stores: [{ container: 'Set', entries: iterations / 10 }],
  }))

  expect(growingStores(censuses, 0)).toMatchObject([{ entriesPerIteration: 0.1 }])
})

it('judges a store from when it was found, and by five censuses at least', () => {
  const before = { iterations: 500, stores: [] }
  const five = censusesOf([1000, 2000, 3000, 4000, 5000])

  expect(growingStores([before, ...five], 0)).toMatchObject([{ fromEntries: 1000, censuses: 5 }])
  expect(growingStores([before, ...five.slice(1)], 0)).toEqual([])
})

it('says nothing of a store that was gone in between', () => {
  const [first, ...others] = censusesOf([1000, 2000, 3000, 4000, 5000, 6000])
  const gone = { iterations: 1500, stores: [] }

  expect(
    growingStores(
      [first, gone, ...others].filter((one) => one !== undefined),
      0,
    ),
  ).toEqual([])
})

it('counts stores of one name together', () => {
  const censuses = censusesOf([1000, 2000, 3000, 4000, 5000]).map(({ iterations, stores }) => ({
    iterations,
    stores: [...stores, ...stores],
  }))

  expect(growingStores(censuses, 0)).toMatchObject([{ entriesPerIteration: 2 }])
})

function growing(entries: readonly number[], { warmUpIterations = 0 } = {}): boolean {
  return growingStores(censusesOf(entries), warmUpIterations).length > 0
}

function censusesOf(entries: readonly number[]) {
  return entries.map((count, at) => ({
    iterations: 1000 * (at + 1),
    stores: [{ container: 'Map', entries: count }],
  }))
}
