import { expect, test } from 'vitest'
import type { AllocationStack } from '../../src/attribution/allocation-profile.ts'
import { stackOf } from '../../src/attribution/stack-of.ts'

/** A stack of one function of the user's, with its survivors by their size in bytes. */
function stack(
  line: number,
  counts: Readonly<Record<number, number>>,
  url = 'file:///app/a.js',
): AllocationStack {
  const countBySize = new Map(
    Object.entries(counts).map(([size, count]) => [Number(size), count] as const),
  )
  const frame = { functionName: 'f', url, scriptId: line, line, column: 0 }
  return { frames: [frame], countBySize, objects: 0, bytes: 0 }
}

const OBJECTS = { bytes: 32, scriptId: undefined, expected: 500 }
const OTHER = stack(1, { 32: 40, 88: 500 })

test.each([
  { what: 'of the size and number of the objects', counts: { 32: 480 } },
  { what: 'whose objects have all been noted by V8', counts: { 48: 500 } },
  { what: 'whose objects V8 noted until it had learnt', counts: { 32: 177, 48: 323 } },
  { what: 'of one of two ends of a connection', counts: { 32: 250 } },
])('a stack $what is theirs', ({ counts }) => {
  const theirs = stack(2, counts)

  expect(stackOf([OTHER, theirs], OBJECTS)).toBe(theirs)
})

test('of two that agree, the one in the script of the objects is theirs', () => {
  const stacks = [stack(1, { 32: 500 }), stack(2, { 32: 500 })]

  expect(stackOf(stacks, { ...OBJECTS, scriptId: 2 })).toBe(stacks[1])
})

test('where no size agrees, only a single function that left as many is theirs', () => {
  const [one, other] = [stack(1, { 88: 500 }), stack(2, { 96: 500 })]

  expect(stackOf([one], OBJECTS)).toBe(one)
  expect(stackOf([one, other], OBJECTS)).toBeUndefined()
})

test('stacks of Node itself, and such as left another number, are never theirs', () => {
  expect(stackOf([stack(1, { 32: 500 }, 'node:events')], OBJECTS)).toBeUndefined()
  expect(stackOf([stack(1, { 32: 900 })], OBJECTS)).toBeUndefined()
})
