import { expect, test } from 'vitest'
import { grownGoroutines } from '../../src/explain/grown-goroutines.ts'
import { type GoroutineGroup, parseGoroutines } from '../../src/profile/goroutines.ts'
import { recorded } from '../recorded.ts'
import { blocked } from './samples.ts'

function group(state: string, count: number, line = 9): GoroutineGroup {
  const { group: found } = blocked(state, [`main.go:${line} main.serve`], 'main.go:5 main.main')
  return { ...found, count }
}

test('reports the goroutine that a real program leaves in every iteration', () => {
  const dumps = [1, 2, 3].map((leg) =>
    parseGoroutines(recorded(`leg-${leg}.goroutines.txt`).toString()),
  )

  expect(grownGoroutines(dumps, 30)).toMatchObject([
    {
      perIteration: 1,
      group: {
        state: 'chan send',
        stack: [{ function: 'main.iterate.func1', line: 32 }],
        createdBy: { function: 'main.iterate', line: 31 },
        count: 120,
      },
    },
  ])
})

test('reports nothing of goroutines that come and go', () => {
  const dumps = [8, 64, 12].map((count) => [group('select', count)])

  expect(grownGoroutines(dumps, 100)).toEqual([])
})

test('counts goroutines at work by where they were started, and shows them blocked', () => {
  const dumps = [0, 1, 2].map((leg) => [
    group('runnable', [30, 100, 90][leg] ?? 0, 8),
    group('sleep', [70, 100, 210][leg] ?? 0, 9),
  ])

  expect(grownGoroutines(dumps, 100)).toMatchObject([
    { perIteration: 1, group: { state: 'sleep' } },
  ])
})

test('keeps what Go has proven of any of them', () => {
  const dumps = [100, 200, 300].map((count) => [
    { ...group('chan receive', 1), isProvenLeaked: true },
    group('chan receive', count),
  ])

  expect(grownGoroutines(dumps, 100)).toMatchObject([{ group: { isProvenLeaked: true } }])
})

test('reports what Go has proven leaked however unevenly it came, but not what was there before', () => {
  const uneven = [100, 102, 260]
  const dumps = uneven.map((count) => [
    { ...group('chan send', count), isProvenLeaked: true },
    { ...group('chan receive', 50), isProvenLeaked: true },
    group('select', count),
  ])

  expect(grownGoroutines(dumps, 100)).toMatchObject([
    { perIteration: 0.8, group: { state: 'chan send' } },
  ])
})
