import type { ProbeSpec } from '../target/target.ts'

/**
 * Readings after collections of a clean server: on Node 24 and 26 0 to 2 kB apart, now and then 10 kB;
 * on Node 22 every other reading is 30 kB higher, whatever is collected.
 */
const HEAP: ProbeSpec = {
  name: 'heap',
  unit: 'bytes',
  noise: 'bounded',
  floorPerIteration: 0.5,
  strayPerSample: 32 * 1024,
}

/** Buffers of sockets come in chunks of 64 kB. */
const EXTERNAL: ProbeSpec = {
  name: 'external',
  unit: 'bytes',
  noise: 'bounded',
  floorPerIteration: 1,
  strayPerSample: 128 * 1024,
}

/** One more now and then is a timer of Node's own; one in fifty iterations is not. */
const HANDLES: ProbeSpec = {
  name: 'handles',
  unit: 'count',
  noise: 'exact',
  floorPerIteration: 0.02,
  strayPerSample: 2,
}
const FDS: ProbeSpec = { ...HANDLES, name: 'fds' }

/** V8 and libuv start theirs when they are first needed: up to eight. */
const THREADS: ProbeSpec = {
  name: 'threads',
  unit: 'count',
  noise: 'exact',
  floorPerIteration: 0.02,
  strayPerSample: 4,
}

/** What may be asked for by name; resident memory is read beside them, to be shown, and judged by nobody. */
export const NODE_PROBES: readonly ProbeSpec[] = [HANDLES, THREADS, FDS, HEAP, EXTERNAL]

/** Descriptors and threads are those of the whole process. */
export const THREAD_PROBES: readonly ProbeSpec[] = [HANDLES, HEAP, EXTERNAL]
