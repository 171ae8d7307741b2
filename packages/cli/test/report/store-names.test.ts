import { expect, test } from 'vitest'
import { withoutLoneNumbers } from '../../src/report/store-names.ts'

test('the number of a store is left out where no other of its kind is told', () => {
  const told = {
    types: ['Map #41 of number to Object'],
    notes: ['Map #41 of number to Object gained'],
  }

  expect(withoutLoneNumbers(told)).toEqual({
    types: ['Map of number to Object'],
    notes: ['Map of number to Object gained'],
  })
})

test('numbers that tell stores apart stay', () => {
  const told = ['Map #41 of number to Object', 'Map #43 of string to Object', 'Set #7']

  expect(withoutLoneNumbers(told)).toEqual([...told.slice(0, 2), 'Set'])
})
