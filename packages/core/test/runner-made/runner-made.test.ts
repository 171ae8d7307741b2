import { describe, expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { runFixture } from '../../../../workshop/matrix/runner-made.mjs'

describe.each(['vitest', 'jest'] as const)('growth that %s makes itself', (runner) => {
  testOfWhole(
    'is told apart from what the code under test keeps',
    () => {
      const tests: readonly { title: string; told: string }[] = runFixture('likeliest', {
        runner,
      })

      expect(tests.map(({ title, told }) => `${title} → ${told}`)).toEqual(
        tests.map(({ title }) => `${title} → ${/(?:kept by .*|level off)$/.exec(title)?.[0]}`),
      )
      expect(tests).toHaveLength(3)
    },
    300_000,
  )
})
