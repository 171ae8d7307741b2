import { describe, expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { runFixture } from '../../../../workshop/matrix/runner-made.mjs'

describe.each([
  ['vitest', 3],
  ['jest', 2],
] as const)('growth that %s makes itself', (runner, count) => {
  testOfWhole(
    'is told apart from what the code under test keeps',
    () => {
      const tests: readonly { title: string; told: string }[] = runFixture(runner, { runner })

      expect(tests.map(({ title, told }) => `${title} → ${told}`)).toEqual(
        tests.map(({ title }) => `${title} → ${/(?:kept by .*|level off)$/.exec(title)?.[0]}`),
      )
      expect(tests).toHaveLength(count)
    },
    300_000,
  )
})
