import { expect, it } from 'vitest'
import { judgeWorkerHeap } from '../../src/decide/worker-heap.ts'

const kindOf = (...deltas: readonly number[]) =>
  judgeWorkerHeap({ deltas, iterationsPerBatch: 100, toleratedPerIteration: 0 }).kind

it('convicts even growth of 32 bytes per iteration, and suspects less', () => {
  expect(kindOf(3200, 3200, 3200, 3200)).toBe('growth')
  expect(kindOf(3190, 3190, 3190, 3190)).toBe('suspect')
})

it('suspects what grows unevenly in every batch', () => {
  expect(kindOf(10, 4000, 20, 1)).toBe('suspect')
})

it('convicts uneven growth of 32 bytes per iteration in every batch', () => {
  expect(kindOf(3200, 20_000, 3200, 3200)).toBe('growth')
  expect(kindOf(3199, 20_000, 3200, 3200)).toBe('suspect')
})

it('takes what comes and goes for work in flight', () => {
  expect(kindOf(10, 4000, 20, 0)).toBe('plateau')
  expect(kindOf(0, 0, 0, 0)).toBe('plateau')
})

it('accepts what is tolerated', () => {
  const deltas = [3200, 3200, 3200]
  expect(judgeWorkerHeap({ deltas, iterationsPerBatch: 100, toleratedPerIteration: 40 }).kind).toBe(
    'plateau',
  )
})
