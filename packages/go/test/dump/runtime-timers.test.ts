import { expect, test } from 'vitest'
import { sinceRuntimeTimers } from '../../src/dump/runtime-timers.ts'

const step = (name: string, type = '') => ({ name, type })
const TIMER = step('112 B from time/sleep.go:211', 'timer')

test('leaves out how the runtime comes to its timers', () => {
  const path = [
    step('goroutine [sleep] in runtime.bgscavenge, created by runtime.gcenable'),
    step('96 B'),
    step('16384 B', 'waiting goroutine'),
    step('16384 B from time/sleep.go:211', 'slice'),
    TIMER,
    step('32 B from lib/lib.go:32'),
  ]

  expect(sinceRuntimeTimers(path).map(({ name }) => name)).toEqual([
    "the runtime's timers",
    '112 B from time/sleep.go:211',
    '32 B from lib/lib.go:32',
  ])
})

test.each([
  ['a timer of a goroutine of the program', 'goroutine [select] in lib.Ticker.func1', TIMER],
  [
    'what the runtime holds without a timer',
    'goroutine [sleep] in runtime.f, created by runtime.g',
    step('96 B'),
  ],
])('leaves the path to %s as it is', (_, holder, held) => {
  const path = [step(holder), held]

  expect(sinceRuntimeTimers(path)).toBe(path)
})
