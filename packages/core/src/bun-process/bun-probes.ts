import { FDS, THREADS } from '../system-process/process-probes.ts'
import type { ProbeSpec } from '../target/target.ts'

/** Bun 1.4.5, a clean server over HTTP, fourteen legs of 300 requests: at most four objects apart once it was warm. */
const OBJECTS: ProbeSpec = {
  name: 'heapObjects',
  unit: 'count',
  noise: 'exact',
  floorPerIteration: 0.02,
  strayPerSample: 16,
}

/** In the same runs 1 kB apart once it was warm. Compiled code counts there, too. */
const HEAP: ProbeSpec = {
  name: 'heap',
  unit: 'bytes',
  noise: 'bounded',
  floorPerIteration: 0.5,
  strayPerSample: 32 * 1024,
}

/** What objects own outside of it: buffers of sockets, the text of sources. 10 kB apart, and rising while it warms up. */
const EXTERNAL: ProbeSpec = {
  name: 'external',
  unit: 'bytes',
  noise: 'bounded',
  floorPerIteration: 1,
  strayPerSample: 128 * 1024,
}

export const BUN_PROBES: readonly ProbeSpec[] = [THREADS, FDS, OBJECTS, HEAP, EXTERNAL]
