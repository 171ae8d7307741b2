import type { ProbeSpec } from '@plateau/core'

/** How a program's memory is read, which decides how far readings can be trusted. */
export type Reading = 'agent' | 'pprof' | 'expvar' | 'trace'

/** Two collections each, GOMAXPROCS 1: every step of 450 clean runs was exactly 0. Load over HTTP strays by buffers. */
const AGENT: readonly ProbeSpec[] = [
  {
    name: 'heapObjects',
    unit: 'count',
    noise: 'exact',
    floorPerIteration: 0.02,
    strayPerSample: 12,
  },
  { name: 'heap', unit: 'bytes', noise: 'exact', floorPerIteration: 0.5, strayPerSample: 4096 },
]

/**
 * A reading over pprof strays by 5 KB and a few objects, whatever the iterations: it is a request itself.
 * With GOMAXPROCS 1, 180 clean runs moved by at most 0.01 objects per request, else by 0.075.
 */
const PPROF: readonly ProbeSpec[] = [
  {
    name: 'heapObjects',
    unit: 'count',
    noise: 'exact',
    floorPerIteration: 0.1,
    strayPerSample: 40,
  },
  { name: 'heap', unit: 'bytes', noise: 'bounded', floorPerIteration: 4, strayPerSample: 16_384 },
]

/** Without a forced collection garbage is read, too. */
const UNCOLLECTED: readonly ProbeSpec[] = [
  {
    name: 'heap',
    unit: 'bytes',
    noise: 'noisy',
    floorPerIteration: 512,
    strayPerSample: 4 * 2 ** 20,
  },
]

/** A goroutine, descriptor or thread more now and then is the runtime's; one in fifty iterations is not. */
const GOROUTINES: ProbeSpec = {
  name: 'goroutines',
  unit: 'count',
  noise: 'exact',
  floorPerIteration: 0.02,
  strayPerSample: 2,
}
const FDS: ProbeSpec = {
  name: 'fds',
  unit: 'count',
  noise: 'exact',
  floorPerIteration: 0.02,
  strayPerSample: 2,
}
const THREADS: ProbeSpec = {
  name: 'threads',
  unit: 'count',
  noise: 'exact',
  floorPerIteration: 0.05,
  strayPerSample: 4,
}

/**
 * Memory that is neither the heap's nor the Go runtime's: of cgo, and mapped by the program. Clean
 * programs moved by up to 0.4 KB per iteration in legs of 200.
 */
const NATIVE: ProbeSpec = {
  name: 'native',
  unit: 'bytes',
  noise: 'exact',
  floorPerIteration: 1024,
  strayPerSample: 512 * 1024,
}

/** The resident memory of a program of which nothing else is known: shown, never enough to convict. */
const RSS: ProbeSpec = {
  name: 'rss',
  unit: 'bytes',
  noise: 'noisy',
  floorPerIteration: 2048,
  strayPerSample: 4 * 2 ** 20,
}

/** What the system can tell of the process here. */
export interface Measurable {
  readonly fds: boolean
  readonly threads: boolean
  readonly rss: boolean
  readonly native: boolean
}

/**
 * What is judged, by how the memory is read and by what the system tells. What is told first in a report
 * comes first: a goroutine keeps objects, but not the other way round.
 */
export function probesOf(reading: Reading, measurable: Measurable): readonly ProbeSpec[] {
  const isCollected = reading === 'agent' || reading === 'pprof'
  const memory = reading === 'agent' ? AGENT : reading === 'pprof' ? PPROF : UNCOLLECTED
  return [
    ...(isCollected ? [GOROUTINES] : []),
    ...(measurable.threads ? [THREADS] : []),
    ...(measurable.fds ? [FDS] : []),
    ...memory,
    ...(measurable.native && isCollected ? [NATIVE] : []),
    ...(measurable.rss && !isCollected ? [RSS] : []),
  ]
}

/**
 * With more processors, free lists are kept by each of them: readings stray further. What was left of the
 * moment with the most goroutines and threads looked like a store that grows in 4 of 30 checks of threads
 * that came and went.
 */
export function onProcessors(
  probes: readonly ProbeSpec[],
  processors: number,
): readonly ProbeSpec[] {
  if (processors <= 1) return probes
  return probes.map((probe) => ({
    ...probe,
    ...(probe.name === 'heap' && { noise: 'bounded' as const }),
    hasMarks: probe.unit === 'bytes' || probe.name === 'heapObjects',
    floorPerIteration: MORE_PROCESSORS * probe.floorPerIteration,
    strayPerSample: MORE_PROCESSORS * processors * (probe.strayPerSample ?? 0),
  }))
}

const MORE_PROCESSORS = 2
