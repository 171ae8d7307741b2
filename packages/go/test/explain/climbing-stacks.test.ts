import { expect, test } from 'vitest'
import { climbingStacks } from '../../src/explain/climbing-stacks.ts'
import type { GrownStack } from '../../src/explain/grown-stacks.ts'
import { evidence, profile } from './samples.ts'

const ITERATIONS = 1200
const KEEP = ['runtime.mallocgc', 'visits.go:17 main.countVisitor', 'main.go:18 main.iterate']

/** What climbs of bytes after a quarter, a half and all of the iterations. */
function climbing(
  bytes: readonly number[],
  { stack = KEEP, objects = [1, 1, 1] }: { stack?: readonly string[]; objects?: number[] } = {},
): readonly GrownStack['perIteration'][] {
  const profiles = bytes.map((sum, at) =>
    profile([{ stack, objects: objects[at] ?? 0, bytes: sum }]),
  )
  const found = climbingStacks(profiles, ITERATIONS, evidence({}).project)
  return found.map(({ perIteration }) => perIteration)
}

/** Bytes of a store after so many entries, which is replaced by one `factor` times as large when it is full. */
function allocated(entries: number, factor: number): number {
  let capacity = 16
  while (capacity < entries) capacity *= factor
  return 36 * capacity
}

test.each([1.25, 2])('shows a store that grows %d-fold within one object', (factor) => {
  for (const iterations of [300, 310, 340, 375]) {
    const bytes = [iterations, 2 * iterations, 4 * iterations].map((entries) =>
      allocated(entries, factor),
    )
    expect(climbing(bytes), `${bytes}`).toMatchObject([{ objects: 0 }])
  }
})

test('shows objects, at their rate', () => {
  const per = { objects: [300, 600, 1200] }

  expect(climbing([24_000, 48_000, 96_000], per)).toEqual([{ objects: 1, bytes: 80 }])
})

test('shows nothing of what fills up or is full, nor of what comes once, or goes', () => {
  // A cache of a thousand entries.
  expect(climbing([30_000, 60_000, 100_000].map((bytes) => Math.min(bytes, 80_000)))).toEqual([])
  expect(climbing([64_000, 64_000, 64_000])).toEqual([])
  expect(climbing([0, 0, 64_000])).toEqual([])
  expect(climbing([30_000, 60_000, 20_000])).toEqual([])
})

test('shows nothing so small that buffers come to as much', () => {
  expect(climbing([1024, 2048, 4096])).toEqual([])
  expect(climbing([2000, 4000, 8000])).toEqual([])
})

test('shows no stores of the runtime or of the standard library', () => {
  const stack = ['runtime.mallocgc', 'net/http.(*conn).serve']

  expect(climbing([100_000, 200_000, 400_000], { stack })).toEqual([])
})
