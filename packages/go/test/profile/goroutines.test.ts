import { expect, test } from 'vitest'
import { type GoroutineGroup, parseGoroutines } from '../../src/profile/goroutines.ts'
import { recorded } from '../recorded.ts'

function told(groups: readonly GoroutineGroup[]): readonly string[] {
  return groups.map(({ state, isLocked, isProvenLeaked, stack, createdBy, count }) => {
    const [innermost] = stack
    return [
      `${count} [${state}]${isLocked ? ' locked' : ''}${isProvenLeaked ? ' leaked' : ''}`,
      `${innermost?.function} ${innermost?.file}:${innermost?.line}`,
      `by ${createdBy?.function}:${createdBy?.line}`,
    ].join(' ')
  })
}

const OF_EVERY_VERSION = [
  '2 [chan receive] main.(*queue[...]).drain example.com/states/main.go:17 by main.main:28',
  '1 [select (no cases)] locked main.main.func1 example.com/states/main.go:32 by main.main:30',
  '1 [chan send (nil chan)] main.main.func2 example.com/states/main.go:37 by main.main:35',
  '1 [select] main.main.func3 example.com/states/main.go:40 by main.main:39',
]

test.each(['go1.22', 'go1.26', 'go1.27'])('reads the goroutines of %s', (version) => {
  const groups = parseGoroutines(recorded(`goroutines-${version}.txt`).toString())

  expect(told(groups)).toEqual(expect.arrayContaining(OF_EVERY_VERSION))
  expect(groups.map(({ state, count }) => `${count} ${state}`)).toEqual([
    '1 running',
    '2 chan receive',
    '1 select (no cases)',
    '1 sync.Mutex.Lock',
    '1 chan send (nil chan)',
    '1 select',
    '1 sleep',
  ])
  expect(groups.map(({ sleepsMs }) => sleepsMs).filter(Boolean)).toEqual([3_600_000])
})

test('reads what Go has proven leaked', () => {
  const groups = parseGoroutines(recorded('goroutineleak-go1.27.txt').toString())

  expect(told(groups.filter(({ isProvenLeaked }) => isProvenLeaked))).toEqual([
    '2 [chan receive] leaked main.(*queue[...]).drain example.com/states/main.go:17 by main.main:28',
    '1 [select (no cases)] locked leaked main.main.func1 example.com/states/main.go:32 by main.main:30',
    '1 [chan send (nil chan)] leaked main.main.func2 example.com/states/main.go:37 by main.main:35',
  ])
})

test('reads a crash dump with its message, addresses and registers', () => {
  const groups = parseGoroutines(recorded('crash-go1.26.txt').toString())

  expect(groups.map(({ state, count }) => `${count} ${state}`)).toEqual(
    expect.arrayContaining(['1 running', '2 chan receive', '1 select (no cases)', '1 sleep']),
  )
  expect(groups.find(({ state }) => state === 'chan receive')?.stack).toContainEqual({
    function: 'main.(*queue[...]).drain',
    file: 'example.com/states/main.go',
    line: 17,
  })
})

test('tells how long the longest of a group waits, and what synctest calls it', () => {
  const [group, ...others] = parseGoroutines(
    [
      'goroutine 7 [chan receive (durable), 3 minutes, synctest bubble 1]:',
      'main.wait(0x1)',
      '\tC:/code/main.go:7 +0x1f',
      'created by main.main',
      '\tC:/code/main.go:5 +0x25',
      '',
      'goroutine 8 [chan receive, 5 minutes]:',
      'main.wait(0x2)',
      '\tC:/code/main.go:7 +0x1f',
      'created by main.main',
      '\tC:/code/main.go:5 +0x25',
    ].join('\r\n'),
  )

  expect(others).toEqual([])
  expect(group).toEqual({
    state: 'chan receive',
    isLocked: false,
    isProvenLeaked: false,
    stack: [{ function: 'main.wait', file: 'C:/code/main.go', line: 7 }],
    createdBy: { function: 'main.main', file: 'C:/code/main.go', line: 5 },
    count: 2,
    waitsSinceMinutes: 5,
  })
})

test('finds no goroutine in other text', () => {
  expect(parseGoroutines('')).toEqual([])
  expect(parseGoroutines('goroutine profile: total 4\n')).toEqual([])
})
