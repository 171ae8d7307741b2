import { expect, test } from 'vitest'
import { grownStacks, stacksLeftByOneCollection } from '../../src/explain/grown-stacks.ts'
import { decodeProfile } from '../../src/profile/decode-profile.ts'
import { recorded } from '../recorded.ts'
import { profile } from './samples.ts'

const ITERATIONS = 100
const KEEP = ['cache.go:7 main.keep', 'main.go:18 main.iterate']

function legs(objects: readonly number[], bytes: readonly number[], period?: number) {
  return objects.map((count, leg) =>
    profile([{ stack: KEEP, objects: count, bytes: bytes[leg] ?? 0 }], period),
  )
}

test('names what a real program keeps per iteration, exactly', () => {
  const profiles = [1, 2, 3].map((leg) => decodeProfile(recorded(`leg-${leg}.pb.gz`)))

  const own = grownStacks(profiles, 30).flatMap(({ stack, perIteration }) => {
    const line = stack.find(({ function: name }) => name === 'main.iterate')?.line
    return line === undefined ? [] : [`${line}: ${perIteration.objects} objects`]
  })

  expect(own.toSorted()).toEqual([
    // The session, its body and its key; the channel; the closure.
    '27: 3 objects',
    // The map and the slice grow by steps.
    '28: 0 objects',
    '29: 0 objects',
    '30: 1 objects',
    '31: 1 objects',
  ])
})

test('reports one object per iteration, and one in twenty', () => {
  expect(grownStacks(legs([100, 200, 300], [800, 1600, 2400]), ITERATIONS)).toMatchObject([
    { perIteration: { objects: 1, bytes: 8 } },
  ])
  expect(grownStacks(legs([5, 10, 15], [80, 160, 240]), ITERATIONS)).toMatchObject([
    { perIteration: { objects: 0.05, bytes: 0.8 } },
  ])
})

test('reports nothing of objects that grow by a few, by one step or up and down', () => {
  expect(grownStacks(legs([2, 4, 6], [96, 192, 288]), ITERATIONS)).toEqual([])
  expect(grownStacks(legs([0, 100, 100], [0, 800, 800]), ITERATIONS)).toEqual([])
  expect(grownStacks(legs([100, 140, 120], [800, 1120, 960]), ITERATIONS)).toEqual([])
})

test('reports a buffer that is replaced by a larger one, however unequal its steps', () => {
  expect(grownStacks(legs([1, 1, 1], [1024, 1024, 4096]), ITERATIONS)).toMatchObject([
    { perIteration: { objects: 0, bytes: 15.36 } },
  ])
  expect(grownStacks(legs([1, 1, 1], [1024, 4096, 1024]), ITERATIONS)).toEqual([])
})

test('takes stacks for one that differ in frames of the runtime or in type arguments only', () => {
  const stacks = [
    ['runtime.mallocgc', 'cache.go:7 main.Keep[go.shape.string]'],
    ['internal/runtime/maps.newTable', 'cache.go:7 main.Keep[int,go.shape.[]uint8]'],
  ]
  const profiles = [1, 2, 3].map((leg) =>
    profile(stacks.map((stack) => ({ stack, objects: 50 * leg, bytes: 400 * leg }))),
  )

  expect(grownStacks(profiles, ITERATIONS)).toMatchObject([
    { perIteration: { objects: 1, bytes: 8 } },
  ])
})

test('leaves out what writing the profiles keeps', () => {
  const stack = ['bytes.growSlice', 'runtime/pprof.(*Profile).WriteTo', 'main.go:9 main.main']
  const profiles = [1, 2, 3].map((leg) =>
    profile([{ stack, objects: 100 * leg, bytes: 800 * leg }]),
  )

  expect(grownStacks(profiles, ITERATIONS)).toEqual([])
})

test('believes a profile at intervals only where each leg has gained several records', () => {
  const period = 512 * 1024
  const kept = [1, 2, 3].map((leg) => leg * 100)

  expect(
    grownStacks(
      legs(
        kept,
        [1, 2, 3].map((leg) => leg * 2 * period),
        period,
      ),
      100,
    ),
  ).toEqual([])
  expect(
    grownStacks(
      legs(
        kept,
        [1, 2, 3].map((leg) => leg * 8 * period),
        period,
      ),
      100,
    ),
  ).toHaveLength(1)
})

test('reports the biggest first', () => {
  const profiles = [1, 2, 3].map((leg) =>
    profile([
      { stack: ['a.go:1 main.small'], objects: 100 * leg, bytes: 800 * leg },
      { stack: ['a.go:2 main.large'], objects: 100 * leg, bytes: 6400 * leg },
    ]),
  )

  expect(grownStacks(profiles, ITERATIONS).map(({ perIteration }) => perIteration.bytes)).toEqual([
    64, 8,
  ])
})

test('reports what each leg leaves after one collection, and not the pools that stay small', () => {
  const pool = ['bytes.growSlice', 'main.go:20 main.iterate']
  const before = profile([])
  const after = (bytes: number) =>
    profile([
      { stack: KEEP, objects: 100, bytes: 1600 },
      { stack: pool, objects: 1, bytes },
    ])
  const three = (bytes: number) => [1, 2, 3].map(() => ({ before, after: after(bytes) }))

  expect(stacksLeftByOneCollection(three(1024), ITERATIONS)).toMatchObject([
    { perIteration: { objects: 1, bytes: 16 } },
  ])
  expect(stacksLeftByOneCollection(three(262_144), ITERATIONS)).toMatchObject([
    { perIteration: { objects: 0.01, bytes: 2621.44 } },
    { perIteration: { objects: 1 } },
  ])
})
