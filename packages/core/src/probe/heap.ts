import v8 from 'node:v8'
import { bunHeap } from './bun-heap.ts'
import type { Probe } from './probe.ts'

/** Bytes in use on the JavaScript heap of this isolate, as its engine counts them. */
export const heapProbe: Probe = {
  name: 'heap',
  unit: 'bytes',
  read: () => bunHeap()?.heapBytes() ?? v8.getHeapStatistics().used_heap_size,
}
