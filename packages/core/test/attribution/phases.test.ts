import { describe, expect, it } from 'vitest'
import { bornInFirstHalf, isPerIteration } from '../../src/attribution/phases.ts'

it.each([
  ['as many in both halves', 100, 100],
  ['the fewest that are no strays', 6, 6],
  ['a quarter fewer in the second half', 100, 75],
  ['a leak that grows faster and faster, up to three times', 100, 300],
])('%s belong to the iterations', (_, first, second) => {
  expect(isPerIteration({ first, second })).toBe(true)
})

it.each([
  ['strays', 5, 5],
  ['what appeared once', 100, 0],
  ['what fades', 100, 74],
  ['what only comes at last', 100, 301],
])('%s do not', (_, first, second) => {
  expect(isPerIteration({ first, second })).toBe(false)
})

describe('objects of the first half', () => {
  it('are those numbered after the base and up to its end, but no code', () => {
    const ids = [1, 5, 7, 9, 11, 13]
    const types = ['object', 'object', 'array', 'code', 'string', 'object'] as const
    const snapshot = {
      nodeCount: ids.length,
      nodeId: (node: number) => ids[node] ?? 0,
      nodeType: (node: number) => types[node] ?? 'hidden',
    }
    const phases = { baseId: 5, firstId: 11, secondId: Number.POSITIVE_INFINITY, iterations: 2 }

    expect(bornInFirstHalf(snapshot, phases)).toBe(2)
  })
})
