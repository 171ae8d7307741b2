import { expect, test } from 'vitest'
import { LOOP_OPTIONS } from '../../src/command/loop-command.ts'
import { budgetMs, splitArgs } from '../../src/loop/split-args.ts'

test('what is not ours is the runner’s, in its order', () => {
  const args = ['test/a.test.ts', '--json', 'out.json', '--project', 'unit', '--budget=10m', '-u']
  const { own, rest } = splitArgs(args, LOOP_OPTIONS)
  expect(own.one('json')).toBe('out.json')
  expect(own.one('budget')).toBe('10m')
  expect(rest).toEqual(['test/a.test.ts', '--project', 'unit', '-u'])
})

test.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['250ms', 250],
])('%s is %i ms', (text, ms) => {
  expect(budgetMs(text)).toBe(ms)
})

test('a budget without a unit is refused', () => {
  expect(() => budgetMs('10')).toThrow(
    "--budget must be a time such as 90s, 10m or 1h, received '10'.",
  )
})
