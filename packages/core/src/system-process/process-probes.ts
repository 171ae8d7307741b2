import type { ProbeSpec } from '../target/target.ts'

/** One more now and then is the runtime's own; one in fifty iterations is not. */
export const FDS: ProbeSpec = {
  name: 'fds',
  unit: 'count',
  noise: 'exact',
  floorPerIteration: 0.02,
  strayPerSample: 2,
}

/** Runtimes start a pool of them when they are first needed: up to eight. */
export const THREADS: ProbeSpec = { ...FDS, name: 'threads', strayPerSample: 8 }

/** Nothing is collected, and pages once taken are seldom given back: shown, never enough to convict. */
const RSS: ProbeSpec = {
  name: 'rss',
  unit: 'bytes',
  noise: 'noisy',
  floorPerIteration: 2048,
  strayPerSample: 4 * 2 ** 20,
}

/** What may be asked for by name; what can be read shows when the program runs. */
export const PROCESS_PROBES: readonly ProbeSpec[] = [THREADS, FDS, RSS]
