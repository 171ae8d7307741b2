import type { Verdict } from '@plateau/core'
import { expect, test } from 'vitest'
import { resolutionText } from '../../src/report/resolution-text.ts'

function passOf(resolution: Verdict['resolution']): Verdict {
  return { schema: 1, kind: 'plateau', series: [], iterations: 2000, elapsedMs: 1, resolution }
}

test.each([
  [{ heap: 27.3 }, 'one object of 40 bytes in every iteration'],
  [{ heap: 2.73 }, 'one object of 40 bytes in every 14 iterations'],
  [
    { fds: 0.00167, heap: 41, external: 109 },
    'one object of 1 000 bytes in every 24 iterations, one buffer of 1 000 bytes in every 9, one file descriptor in every 598',
  ],
])('a pass tells what it could see as one in every so many', (resolution, seen) => {
  expect(resolutionText(passOf(resolution))).toBe(
    `That is ${seen}. What is rarer or smaller may have passed.`,
  )
})

test('nothing is said where a resolution says nothing, and of no other verdict', () => {
  expect(resolutionText(passOf({ heap: Number.POSITIVE_INFINITY, fds: 2 }))).toBeUndefined()
  const unsettled = { ...passOf({ heap: 1 }), kind: 'unsettled' } as Verdict
  expect(resolutionText(unsettled)).toBeUndefined()
})
