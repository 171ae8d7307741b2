import type { HeapProfile } from '../attribution/allocation-profile.ts'
import { HALVES, type Phases } from '../attribution/phases.ts'
import type { CdpChannel } from './cdp-channel.ts'

/** A run of a target again, in two halves, and what it left: a snapshot of it comes in chunks. */
export interface RecordedRun {
  readonly phases: Phases
  readonly profile: HeapProfile
  /** Iterations in all. */
  readonly iterations: number
}

export interface RecordSteps {
  /** Of a half, at most: fewer where recording slows them. */
  readonly iterations: number
  /** What both halves may take, and what surrounds them. */
  readonly limitMs: number
  /** Whether allocations are recorded alone, without the ids of objects and without a snapshot. */
  readonly isSampled: boolean
  collect(): Promise<void>
  run(iterations: number): Promise<unknown>
  onChunk(chunk: string): void
}

/** Fewer in a half say nothing. */
export const FEWEST_ITERATIONS = 16

/** Recording makes some programs slower by half, others sixty times: so many iterations tell. */
const PACE_ITERATIONS = 8

/** Deep enough to leave a framework's own frames behind. */
const STACK_DEPTH = 64

/** A snapshot of a hundred megabytes takes ten seconds and more, on a busy machine a minute. */
export const SNAPSHOT_MS = 300_000

/**
 * Follows every object by its id and every allocation by its stack, runs the target in two halves, and
 * hands one snapshot over.
 */
export async function recordRun(channel: CdpChannel, steps: RecordSteps): Promise<RecordedRun> {
  const { isSampled, run } = steps
  const stop = channel.on<{ chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) =>
    steps.onChunk(chunk),
  )
  const nextId = (): Promise<number> => (isSampled ? Promise.resolve(0) : nextObjectId(channel))
  try {
    if (!isSampled) {
      await channel.send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
    }
    await channel.send('HeapProfiler.startSampling', {
      samplingInterval: 1,
      stackDepth: STACK_DEPTH,
    })
    const iterations = await iterationsAtPace(steps)
    const around = Math.ceil(iterations / 4)
    // The first iterations of a new pace allocate what later ones use again.
    await run(around)
    const baseId = await nextId()
    await run(iterations)
    const firstId = await nextId()
    await run(iterations)
    const secondId = await nextId()
    // What is in flight now is displaced by a few more iterations, and thus is no survivor.
    await run(around)
    await steps.collect()
    const { profile } = await channel.send<{ profile: HeapProfile }>('HeapProfiler.stopSampling')
    if (!isSampled) {
      const quietly = { reportProgress: false }
      await channel.send('HeapProfiler.stopTrackingHeapObjects', quietly, SNAPSHOT_MS)
    }
    const phases = { baseId, firstId, secondId, iterations }
    return { phases, profile, iterations: PACE_ITERATIONS + 2 * (iterations + around) }
  } finally {
    stop()
    // V8 would go on following every object that moves.
    await channel.send('HeapProfiler.disable').catch(() => {})
  }
}

/** As many as asked, or as the time allows at the pace that recording leaves. */
async function iterationsAtPace({ iterations, limitMs, run }: RecordSteps): Promise<number> {
  const startedMs = performance.now()
  await run(PACE_ITERATIONS)
  const iterationMs = (performance.now() - startedMs) / PACE_ITERATIONS
  const inTime = Math.floor(limitMs / (HALVES * iterationMs))
  return Math.min(iterations, Math.max(FEWEST_ITERATIONS, inTime))
}

/** V8 numbers all new objects every 50 ms and reports the last number. */
function nextObjectId(channel: CdpChannel): Promise<number> {
  return new Promise((resolve, reject) => {
    const stop = channel.on<{ lastSeenObjectId: number }>(
      'HeapProfiler.lastSeenObjectId',
      ({ lastSeenObjectId }) => {
        stop()
        resolve(lastSeenObjectId)
      },
    )
    void channel.closed.then(() => reject(new Error('the process has ended')))
  })
}
