import type { Shape } from './equal-batches.ts'
import { CONVICTING_BYTES, judgeProbe, type ProbeVerdict } from './judge-probe.ts'

/**
 * What equal batches say of the heaps of worker threads, where no re-run can tell of what growth is
 * made: bytes must be plain. A worker is sent work without being waited for, so what comes and goes
 * is in flight.
 */
export function judgeWorkerHeap(batches: {
  readonly shape: Shape
  readonly deltas: readonly number[]
  readonly perIteration: number
  readonly iterationsPerBatch: number
}): ProbeVerdict {
  const { deltas, iterationsPerBatch } = batches
  const lowest = Math.min(...deltas) / iterationsPerBatch
  const isUneven = batches.shape === 'irregular'
  if (isUneven && lowest <= 0) return 'plateau'
  // A list that keeps objects takes room in steps: what every batch grew by at least is the objects'.
  const isPlain = isUneven && lowest >= CONVICTING_BYTES
  const shape = isPlain ? 'steady' : batches.shape
  const perIteration = isPlain ? lowest : batches.perIteration
  const bytes = { shape, perIteration, atLeast: lowest }
  return judgeProbe({ probe: 'heap', ...bytes, objects: undefined, stores: undefined })
}
