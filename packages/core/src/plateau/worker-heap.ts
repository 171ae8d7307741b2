import type { Shape } from './equal-batches.ts'
import { judgeProbe, type ProbeVerdict } from './judge-probe.ts'

/**
 * What equal batches say of the heaps of worker threads, where no re-run can tell of what growth is
 * made: bytes must be plain. A worker is sent work without being waited for, so what comes and goes
 * is in flight.
 */
export function judgeWorkerHeap(batches: {
  readonly shape: Shape
  readonly deltas: readonly number[]
  readonly perIteration: number
}): ProbeVerdict {
  const { shape, deltas, perIteration } = batches
  if (shape === 'irregular' && Math.min(...deltas) <= 0) return 'plateau'
  return judgeProbe({ probe: 'heap', shape, perIteration, objects: undefined, stores: undefined })
}
