import { expect, it } from 'vitest'
import { describePath } from '../../src/report/describe-culprit.ts'
import { culpritsOf } from './culprits-of.ts'
import { remember } from './fixtures/remembers.ts'

it('a scenario that sees nothing but imports leads to what they keep', async () => {
  const [culprit] = await culpritsOf((at) => remember(at))

  expect(describePath(culprit?.path ?? [])).toBe(
    'module packages/core/test/attribution/fixtures/remembers.ts → remembered (Array) → entry → Object',
  )
})
