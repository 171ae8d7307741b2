import fc from 'fast-check'
import { expect, it } from 'vitest'
import { closest } from '../src/closest-name.ts'

const OPTIONS = ['iterations', 'maxIterations', 'warmUp', 'timeLimitMs', 'probes', 'bounded']

it.each([
  ['iteration', 'iterations'],
  ['itertaions', 'iterations'],
  ['maxiterations', 'maxIterations'],
  ['warmup', 'warmUp'],
  ['timeLimit', 'timeLimitMs'],
  ['probe', 'probes'],
  ['bound', 'bounded'],
])('takes %s for %s', (misspelt, meant) => {
  expect(closest(misspelt, OPTIONS)).toBe(meant)
})

it.each(['timeout', 'runs', 'x', ''])('takes %j for nothing that is known', (name) => {
  expect(closest(name, OPTIONS)).toBeUndefined()
})

it('allows a third of the letters to be wrong', () => {
  expect(closest('abcdef---', ['abcdefghi'])).toBe('abcdefghi')
  expect(closest('abcde----', ['abcdefghi'])).toBeUndefined()
})

it('allows two wrong letters in a short name', () => {
  expect(closest('he--', ['heap'])).toBe('heap')
  expect(closest('h---', ['heap'])).toBeUndefined()
})

it('takes the nearest, and of two as near the first', () => {
  expect(closest('handle', ['handler', 'handles', 'heap'])).toBe('handler')
  expect(closest('handels', ['heap', 'handles'])).toBe('handles')
})

it('knows no name where none is known', () => {
  expect(closest('heap', [])).toBeUndefined()
})

it('always finds a name that is spelled right, in whatever case', () => {
  fc.assert(
    fc.property(fc.constantFrom(...OPTIONS), (name) => {
      expect(closest(name, OPTIONS)).toBe(name)
      expect(closest(name.toUpperCase(), OPTIONS)).toBe(name)
    }),
  )
})

it('only ever answers with a known name', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect([...OPTIONS, undefined]).toContain(closest(name, OPTIONS))
    }),
  )
})
