import v8 from 'node:v8'
import { collect } from '@plateau/expose-gc-wrapper'
import { nowMs, sleep, turns } from '../engine/clock.ts'
import type { Probe } from '../probe/probe.ts'
import { forgetRunnerNotes } from '../runner-notes.ts'
import type { Wait } from './port.ts'

/**
 * Reads every probe after a collection, into memory allocated once. `current` is overwritten by every
 * reading.
 */
export interface Sampler {
  readonly current: Float64Array
  /** Milliseconds that the latest full collection took, and the reading after it; 0 before the first. */
  readonly readingMs: number
  /** After a minor collection: an upper bound of live bytes. False when a full collection ran since the last. */
  readMinor(): boolean
  /** After a full collection, without a turn of the event loop. */
  readFull(): void
  /** Handles, descriptors and threads as they are; what only a collection makes true is NaN. */
  readCounts(): void
  /** All probes, where something else has just collected. */
  read(): void
  /**
   * After turns and a full collection, repeated until two consecutive readings agree; at most
   * `MAX_READINGS`, and while what is worked off late still falls. `read`: `current` was read after a turn,
   * and counts as the first of them. `once`: one reading is enough.
   */
  settle(how?: 'read' | 'once'): Generator<Wait, void, unknown>
  /** Waits until no handle, descriptor or thread beyond `base` is left, or none has ended for a while. */
  drain(base: Float64Array): Generator<Wait, void, unknown>
  /** Ends V8's record of collections, which itself grows with each of them. */
  endMinor(): void
}

/** How a sampler collects and reads. */
export interface Readings {
  collect(kind: 'minor' | 'full'): void
  read(probe: Probe): number
}

const OF_PROCESS: Readings = {
  collect(kind) {
    forgetRunnerNotes()
    collect(kind)
  },
  read: (probe) => probe.read(),
}

/** Jest's reporter ticks once a second in the same heap: one reading may be 10 KB off, two in a row are not. */
const MAX_READINGS = 5

/** Late closers seen in real servers took up to 100 ms; nothing closing for this long means nothing will. */
const DRAIN_STEP_MS = 20
const DRAIN_QUIET_MS = 160
const DRAIN_MS = 600

/** What falls by more between two collections is a backlog that is worked off, as of a logger's writes. */
const FALLING_BYTES = 4096

export function createSampler(probes: readonly Probe[], readings: Readings = OF_PROCESS): Sampler {
  const current = new Float64Array(probes.length)
  const last = new Float64Array(probes.length)
  const counted = probes.flatMap(({ unit, isCollected = false }, at) =>
    unit === 'count' && !isCollected ? [at] : [],
  )
  const collections = createCollectionRecord()
  let readingMs = 0
  let hasSlept = false

  function read(): void {
    for (let at = 0; at < probes.length; at++) current[at] = readings.read(probes[at] as Probe)
  }

  function collectAndRead(): void {
    const startedMs = nowMs()
    readings.collect('full')
    read()
    readingMs = nowMs() - startedMs
  }

  function exceeds(base: Float64Array): boolean {
    return counted.some((at) => (current[at] ?? 0) > (base[at] ?? 0))
  }

  function openCount(): number {
    return counted.reduce((sum, at) => sum + (current[at] ?? 0), 0)
  }

  return {
    current,
    get readingMs() {
      return readingMs
    },
    readMinor() {
      const interrupted = collections.fullRan()
      readings.collect('minor')
      read()
      return !interrupted
    },
    readFull: collectAndRead,
    readCounts() {
      current.fill(Number.NaN)
      for (const at of counted) current[at] = readings.read(probes[at] as Probe)
    },
    read,
    *settle(how) {
      if (!hasSlept) {
        hasSlept = true
        // The first sleep of a process leaves up to 5 kB of code behind: between two samples, that would be a step.
        yield sleep(1)
      }
      for (let count = how === 'read' ? 1 : 0; count < MAX_READINGS; count++) {
        last.set(current)
        yield turns()
        collectAndRead()
        if (how === 'once' || (count > 0 && agree(last, current))) return
      }
      const startedMs = nowMs()
      while (isFalling(probes, last, current) && nowMs() - startedMs < DRAIN_MS) {
        last.set(current)
        yield sleep(DRAIN_STEP_MS)
        collectAndRead()
      }
    },
    *drain(base) {
      let open = openCount()
      const startedMs = nowMs()
      let quietSinceMs = startedMs
      while (exceeds(base)) {
        const atMs = nowMs()
        if (atMs - startedMs > DRAIN_MS || atMs - quietSinceMs > DRAIN_QUIET_MS) return
        yield sleep(DRAIN_STEP_MS)
        read()
        if (openCount() < open) quietSinceMs = nowMs()
        open = openCount()
      }
    },
    endMinor: collections.end,
  }
}

/** V8's record of the collections that ran since it was asked last. */
function createCollectionRecord() {
  let record: v8.GCProfiler | undefined
  return {
    fullRan(): boolean {
      const ended = record?.stop()
      record = new v8.GCProfiler()
      record.start()
      return ended?.statistics.some(({ gcType }) => gcType === 'MarkSweepCompact') ?? false
    },
    end(): void {
      record?.stop()
      record = undefined
    },
  }
}

function agree(last: Float64Array, current: Float64Array): boolean {
  for (let at = 0; at < current.length; at++) if (current[at] !== last[at]) return false
  return true
}

function isFalling(probes: readonly Probe[], last: Float64Array, current: Float64Array): boolean {
  return probes.some(
    ({ unit }, at) => unit === 'bytes' && (last[at] ?? 0) - (current[at] ?? 0) > FALLING_BYTES,
  )
}
