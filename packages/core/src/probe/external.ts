import v8 from 'node:v8'
import type { Probe } from './probe.ts'

/**
 * Bytes outside the heap that heap objects account for: array buffers, Buffers, and what native
 * add-ons declare. The same number as `process.memoryUsage().external`, without its reading of RSS.
 */
export const externalProbe: Probe = {
  name: 'external',
  unit: 'bytes',
  read: () => v8.getHeapStatistics().external_memory,
}
