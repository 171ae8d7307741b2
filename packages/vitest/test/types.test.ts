import { expect, test } from 'vitest'
import { type TypeSettings, typeErrors } from '../../../test/type-errors.ts'
import { vitestProject } from './run-vitest.ts'

const SETTINGS: readonly TypeSettings[] = [
  { module: 'nodenext', skipLibCheck: true },
  { module: 'nodenext', skipLibCheck: false },
  { module: 'preserve', skipLibCheck: true },
  { module: 'preserve', skipLibCheck: false },
]

test.each(SETTINGS)('the matcher is typed with %o', async (settings) => {
  const file = 'fixtures/types.ts'

  expect(await typeErrors(vitestProject(), file, settings)).toEqual([])
})

test.each(SETTINGS)('so it is in browser mode with %o', async (settings) => {
  const file = 'fixtures/browser-types.ts'

  expect(await typeErrors(vitestProject(), file, settings)).toEqual([])
})
