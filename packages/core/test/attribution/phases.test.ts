import { expect, it } from 'vitest'
import { isPerIteration } from '../../src/attribution/phases.ts'

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
