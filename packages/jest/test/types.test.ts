import { describe, expect } from 'vitest'
import { type TypeSettings, typeErrors } from '../../../test/type-errors.ts'
import { testOf } from '../../../test/whole.ts'
import { jestProject, MAJORS } from './run-jest.ts'

const SETTINGS: readonly TypeSettings[] = [
  { module: 'nodenext', skipLibCheck: true },
  { module: 'nodenext', skipLibCheck: false },
  { module: 'preserve', skipLibCheck: true },
  { module: 'preserve', skipLibCheck: false },
]

describe.each(MAJORS)('in Jest %i', (major) => {
  const test = testOf(major === MAJORS.at(-1))

  test.each(SETTINGS)('the matcher is typed for @jest/globals with %o', async (settings) => {
    expect(await typeErrors(jestProject(major), 'esm/types.ts', settings)).toEqual([])
  })

  test.each(SETTINGS)('the matcher is typed for the globals with %o', async (settings) => {
    expect(await typeErrors(jestProject(major), 'esm/types-of-globals.ts', settings)).toEqual([])
  })
})
