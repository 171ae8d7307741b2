import { expect, test } from 'vitest'
import { forecast } from '../../src/loop/live-line.ts'

test('says beforehand how long a suite will take', () => {
  expect(forecast({ files: 5, tests: 50, workers: 1 }, 5000)).toMatchInlineSnapshot(
    `"Looping about 50 tests of 5 files: about 13 s if nothing grows, and up to 5 s more for each test that may."`,
  )
  expect(forecast({ files: 100, tests: 4000, workers: 4 }, 5000)).toMatchInlineSnapshot(
    `"Looping about 4000 tests of 100 files: about 3 min if nothing grows, and up to 5 s more for each test that may."`,
  )
})
