import { expect, test } from 'vitest'
import { sparkline } from '../../src/report/sparkline.ts'

test('draws the lowest reading of each stretch, and leaves a space where there is none', () => {
  expect(sparkline([1, 2, 3, undefined, 5, 6, 7, 8])).toBe('▁▂▃ ▅▆▇█')
  expect(sparkline([1, 9, 2, 9, 3, 9], 3)).toBe('▁▅█')
})

test('draws a level series flat and nothing of nothing', () => {
  expect(sparkline([4, 4, 4])).toBe('▁▁▁')
  expect(sparkline([])).toBe('')
  expect(sparkline([undefined])).toBe(' ')
})
