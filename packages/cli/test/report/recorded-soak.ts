import type { Culprit, ProbeSpec } from '@plateau/core'
import type {
  EndRecord,
  ProcessVerdict,
  RunRecord,
  SampleRecord,
  StartRecord,
} from '../../src/run/run-record.ts'

/** Text that would be code, markup, a command or an order to a terminal if a report took it for such. */
export const HOSTILE =
  '</script><img src=x onerror=document.title=1>]]>&"\'\u001b[31mred\u001b]0;title\u0007\u0000\u0008\ufffe\ud800\u202e\n::error::x%\n# EOF\n|`` @team [x](https://evil.example)'

const STARTED = Date.UTC(2026, 10, 21, 2, 17)

export const START: StartRecord = {
  type: 'start',
  schema: 1,
  runId: 'orders-20261121-0217',
  name: 'orders',
  startedAt: new Date(STARTED).toISOString(),
  plan: {
    mode: 'checkpoints',
    warmUpIterations: 2000,
    iterations: 10_000,
    iterationsPerCheckpoint: 1000,
    ratePerSecond: 200,
    tolerate: { heap: 0.5 },
  },
  versions: { plateau: '0.1.0', node: '24.21.0', platform: 'linux x64' },
  commit: '0f3c2d1',
  branch: 'main',
}

const HEAP: ProbeSpec = { name: 'heap', unit: 'bytes', noise: 'bounded', floorPerIteration: 0.5 }
const FDS: ProbeSpec = { name: 'fds', unit: 'count', noise: 'exact', floorPerIteration: 0 }

/** What a process reads after so many iterations; undefined where its sample could not be taken. */
type Heap = (iterations: number) => number | undefined

/** A process with a sample every 1 000 iterations, five seconds apart, up to iteration 12 000. */
export function processRecords(process: string, heap: Heap): readonly RunRecord[] {
  const samples = Array.from({ length: 13 }, (_, at): SampleRecord => {
    const bytes = heap(at * 1000)
    return {
      type: 'sample',
      process,
      iterations: at * 1000,
      elapsedMs: at * 5000,
      wall: STARTED + at * 5000,
      readings: bytes === undefined ? {} : { heap: bytes, fds: 21 },
    }
  })
  return [
    {
      type: 'process',
      process,
      pid: 4711,
      iterations: 0,
      elapsedMs: 0,
      probes: [HEAP, FDS],
      limitBytes: 64_000_000,
    },
    ...samples,
  ]
}

const CULPRIT: Culprit = {
  type: 'Session',
  perIteration: { objects: 1, bytes: 112 },
  path: [
    { name: 'src/sessions.ts', type: 'module' },
    { name: 'sessions', type: 'Map' },
    { name: 'entry', type: 'Session' },
  ],
  site: { file: 'src/sessions.ts', line: 41, column: 18, function: 'remember' },
  fingerprint: '3f9a2c1b',
}

function evidence(process: string, heap: Heap) {
  const samples = processRecords(process, heap).filter((record) => record.type === 'sample')
  const read = samples.filter(({ readings }) => readings.heap !== undefined)
  return {
    schema: 1,
    series: [
      {
        probe: 'heap',
        unit: 'bytes',
        collection: 'full',
        iterations: read.map(({ iterations }) => iterations),
        readings: read.map(({ readings }) => readings.heap ?? 0),
      },
    ],
    resolution: { heap: 0.6, fds: 0 },
    iterations: 10_000,
    elapsedMs: 60_000,
  } as const
}

export const grows: Heap = (iterations) =>
  52_000_000 + (iterations > 5000 ? 112 * (iterations - 5000) : 0)
export const level: Heap = (iterations) => (iterations < 2000 ? 30_000_000 : 31_400_000)

export const GROWTH: ProcessVerdict = {
  process: 'main',
  verdict: {
    kind: 'growth',
    growth: [{ probe: 'heap', perIteration: 112, interval: [111.2, 112.9] }],
    culprits: [],
    ...evidence('main', grows),
  },
  limitReachedMs: { at: 5 * 3_600_000, interval: [4 * 3_600_000, Number.POSITIVE_INFINITY] },
}

export const PLATEAU: ProcessVerdict = {
  process: 'worker 2',
  verdict: { kind: 'plateau', ...evidence('worker 2', level) },
}

export const UNSETTLED: ProcessVerdict = {
  process: 'worker 2',
  verdict: {
    kind: 'unsettled',
    reason: 'samples',
    suspects: [],
    advice: '10 000 iterations were too few to tell: at least 30 000 are needed.',
    ...evidence('worker 2', level),
  },
}

export function endRecord(verdicts: readonly ProcessVerdict[]): EndRecord {
  return { type: 'end', elapsedMs: 60_000, iterations: 12_000, reason: 'done', verdicts }
}

const LOADS: readonly RunRecord[] = [1, 2, 3].map((at) => ({
  type: 'load',
  elapsedMs: at * 20_000,
  iterations: at * 4000,
  failed: at,
  latencyMs: { p50: 2, p99: 9 + at, max: 40 * at },
}))

const EVENTS: readonly RunRecord[] = [
  {
    type: 'event',
    elapsedMs: 10_000,
    iterations: 2000,
    kind: 'warmed-up',
    message: 'Warmed up after 2000 iterations.',
  },
  {
    type: 'event',
    elapsedMs: 41_000,
    iterations: 8000,
    kind: 'not-drained',
    process: 'main',
    message: '3 requests had not ended after 5 s.',
  },
]

/** `main` grows since iteration 5 000, `worker 2` levels off. */
export const GROWING_SOAK: readonly RunRecord[] = [
  START,
  ...processRecords('main', grows),
  ...processRecords('worker 2', level),
  ...LOADS,
  ...EVENTS,
  { type: 'explanation', process: 'main', explanation: { culprits: [CULPRIT] } },
  endRecord([GROWTH, PLATEAU]),
]

export const LEVEL_SOAK: readonly RunRecord[] = [
  START,
  ...processRecords('worker 2', level),
  ...LOADS,
  endRecord([PLATEAU]),
]

/** All that others may have named: the target, its processes, what they said, its functions and files. */
export const HOSTILE_SOAK: readonly RunRecord[] = [
  {
    ...START,
    runId: HOSTILE,
    name: HOSTILE,
    commit: HOSTILE,
    branch: HOSTILE,
    versions: { plateau: HOSTILE, node: HOSTILE, platform: HOSTILE },
  },
  ...processRecords(HOSTILE, grows),
  {
    type: 'event',
    elapsedMs: 1,
    iterations: 1,
    kind: 'load',
    process: HOSTILE,
    message: HOSTILE,
  },
  {
    type: 'explanation',
    process: HOSTILE,
    explanation: {
      culprits: [
        {
          ...CULPRIT,
          type: HOSTILE,
          fingerprint: HOSTILE,
          details: [HOSTILE],
          path: [{ name: HOSTILE, type: HOSTILE }],
          site: { file: HOSTILE, line: 41, function: HOSTILE },
        },
      ],
      notes: [HOSTILE],
    },
  },
  { ...endRecord([{ ...GROWTH, process: HOSTILE }]), message: HOSTILE },
]
