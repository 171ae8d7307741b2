import { expect, it } from 'vitest'
import { judgeWorkerHeap } from '../../src/plateau/worker-heap.ts'

it('convicts steady growth of 32 bytes per iteration, and suspects less', () => {
  expect(judge('steady', 32)).toBe('growth')
  expect(judge('steady', 31.9)).toBe('suspect')
})

it('suspects what grows unevenly in every batch', () => {
  expect(judge('irregular', 1000, [10, 4000, 20, 1])).toBe('suspect')
})

it('convicts uneven growth of 32 bytes per iteration in every batch', () => {
  expect(judge('irregular', 100, [3200, 20_000, 3200, 3200])).toBe('growth')
  expect(judge('irregular', 100, [3199, 20_000, 3200, 3200])).toBe('suspect')
})

it('takes what comes and goes for work in flight', () => {
  expect(judge('irregular', 1000, [10, 4000, 20, 0])).toBe('plateau')
  expect(judge('flat', 0)).toBe('plateau')
})

function judge(
  shape: Parameters<typeof judgeWorkerHeap>[0]['shape'],
  perIteration: number,
  deltas: readonly number[] = [1, 1, 1, 1],
) {
  return judgeWorkerHeap({ shape, perIteration, deltas, iterationsPerBatch: 100 })
}
