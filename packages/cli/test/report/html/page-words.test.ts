import { expect, test } from 'vitest'
import { digitsOf, tickText, unitText } from '../../../src/report/html/page-words.ts'

test('a tick says exactly where it is', () => {
  const at = (ticks: readonly number[], unit: 'bytes' | 'count' | 'ms') =>
    ticks.map((tick) => tickText(tick, unit, (ticks[1] ?? 1) - (ticks[0] ?? 0)))

  expect(at([0, 2.5e6, 5e6, 7.5e6], 'bytes')).toEqual(['0 B', '2.5 MB', '5.0 MB', '7.5 MB'])
  expect(at([52.25e6, 52.5e6, 52.75e6], 'bytes')).toEqual(['52.25 MB', '52.50 MB', '52.75 MB'])
  expect(at([950e3, 1e6, 1.05e6], 'bytes')).toEqual(['950 kB', '1.00 MB', '1.05 MB'])
  expect(at([105, 105.5, 106], 'count')).toEqual(['105.0', '105.5', '106.0'])
  expect(at([0, 2500, 5000], 'count')).toEqual(['0', '2\u202f500', '5\u202f000'])
  expect(at([0, 0.25, 0.5], 'ms')).toEqual(['0.00 ms', '0.25 ms', '0.50 ms'])
})

test('a step has as many digits as it needs', () => {
  expect([5, 2.5, 0.25, 0.1, 0.2, 1e-3, 0.1 + 0.2].map(digitsOf)).toEqual([0, 1, 2, 1, 1, 3, 1])
  expect(unitText(52_351_200, 'bytes', 1000)).toBe('52.351 MB')
})
