import { expect, it } from 'vitest'
import type { GrowthVerdict, ProbeName } from '../../src/plateau/verdict.ts'
import { remedy } from '../../src/report/remedy.ts'

it('tells to release entries where only the heap grew', () => {
  expect(remedyFor('heap')).toMatchInlineSnapshot(
    `"Remove each entry, listener or timer when its work ends. If a store is meant to fill up to n entries, pass bounded: n."`,
  )
})

it('tells to drop buffers where external bytes grew', () => {
  expect(remedyFor('external')).toMatchInlineSnapshot(
    `"Drop each buffer when its work ends. If it is a pool that is meant to fill, pass bounded: n."`,
  )
})

it('tells to close handles where handles grew', () => {
  expect(remedyFor('handles')).toMatchInlineSnapshot(
    `"Close each handle and clear each timer when its work ends, on the error path too."`,
  )
})

it('tells to close files where descriptors grew', () => {
  expect(remedyFor('fds')).toMatchInlineSnapshot(
    `"Close each file, socket or pipe when its work ends, on the error path too."`,
  )
})

it.each([
  ['goroutines', /a way to end/],
  ['threads', /locks its thread/],
  ['native', /C allocated/],
  ['heapObjects', /pass bounded: n/],
] as const)('tells what ends a leak of %s', (probe, told) => {
  expect(remedyFor(probe)).toMatch(told)
})

it('takes the scarcest of several, in whatever order they grew', () => {
  expect(remedyFor('heap', 'external')).toBe(remedyFor('external'))
  expect(remedyFor('heap', 'external', 'handles')).toBe(remedyFor('handles'))
  expect(remedyFor('heap', 'fds', 'handles')).toBe(remedyFor('fds'))
  expect(remedyFor('fds', 'handles', 'heap')).toBe(remedyFor('fds'))
})

it('stays general where it knows nothing special', () => {
  expect(remedyFor('rss')).toMatchInlineSnapshot(
    `"Release what each iteration keeps when its work ends."`,
  )
  expect(remedyFor()).toBe(remedyFor('rss'))
})

function remedyFor(...probes: readonly ProbeName[]): string {
  const verdict: GrowthVerdict = {
    kind: 'growth',
    schema: 1,
    series: [],
    resolution: {},
    iterations: 2000,
    elapsedMs: 48,
    growth: probes.map((probe) => ({ probe, perIteration: 8, interval: [8, 8] })),
    culprits: [],
  }
  return remedy(verdict)
}
