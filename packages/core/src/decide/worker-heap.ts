import { allowance } from '../plateau/allowance.ts'
import type { Rate } from '../plateau/rate.ts'
import { CONVICTING_BYTES_PER_ITERATION } from './bounds.ts'
import { sum } from './proportion.ts'
import { evenRate } from './trend.ts'

/** What equal batches say of the heaps of worker threads. */
export type WorkerFinding =
  | { readonly kind: 'plateau' }
  | { readonly kind: 'growth' | 'suspect'; readonly rate: Rate }

/**
 * Objects are not followed in a worker, so bytes must be plain. It is sent work without being waited for, so what
 * comes and goes is in flight; a list that keeps objects takes room in steps, so what every batch grew by at least is theirs.
 */
export function judgeWorkerHeap(batches: {
  readonly deltas: readonly number[]
  readonly iterationsPerBatch: number
  readonly toleratedPerIteration: number
}): WorkerFinding {
  const { deltas, iterationsPerBatch, toleratedPerIteration } = batches
  const iterations = deltas.map(() => iterationsPerBatch)
  if (sum(deltas) <= allowance('bytes', sum(iterations), toleratedPerIteration)) {
    return { kind: 'plateau' }
  }
  const lowest = Math.min(...deltas) / iterationsPerBatch
  const rate = evenRate({ gains: deltas, iterations }) ?? {
    perIteration: lowest,
    interval: [lowest, Math.max(...deltas) / iterationsPerBatch] as const,
  }
  if (rate.perIteration <= 0) return { kind: 'plateau' }
  const isPlain = rate.perIteration >= CONVICTING_BYTES_PER_ITERATION
  return { kind: isPlain ? 'growth' : 'suspect', rate }
}
