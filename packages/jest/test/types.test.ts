import { describe, expect } from 'vitest'
import { EVERY_SETTING, LIKELIEST, typeErrors } from '../../../test/type-errors.ts'
import { isWhole, testOfCases, testOfWhole } from '../../../test/whole.ts'
import { jestProject, MAJORS } from './run-jest.ts'

describe.each(MAJORS)('in Jest %i', (major) => {
  const test = testOfCases(major === MAJORS.at(-1))

  test.each(isWhole ? EVERY_SETTING : LIKELIEST)(
    'the matcher is typed for @jest/globals with %o',
    async (settings) => {
      expect(await typeErrors(jestProject(major), 'esm/types.ts', settings)).toEqual([])
    },
  )

  testOfWhole.each(EVERY_SETTING)(
    'the matcher is typed for the globals with %o',
    async (settings) => {
      expect(await typeErrors(jestProject(major), 'esm/types-of-globals.ts', settings)).toEqual([])
    },
  )
})
