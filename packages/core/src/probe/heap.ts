import v8 from 'node:v8'
import type { Probe } from './probe.ts'

/** Bytes in use on the JavaScript heap of this isolate, as V8 counts them. */
export const heapProbe: Probe = {
  name: 'heap',
  unit: 'bytes',
  read: () => v8.getHeapStatistics().used_heap_size,
}
