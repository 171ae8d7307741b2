import { performance } from 'node:perf_hooks'
import type { TargetSession, Verdict } from '@plateau/core'
import type { SentLeg } from '../load/refuse-other-load.ts'
import type { EventRecord, ProcessRecord, ProcessVerdict, RunRecord } from './run-record.ts'
import type { SoakPlan } from './soak-plan.ts'

/** A soak while it runs: what its stages share. */
export interface Soak {
  readonly plan: SoakPlan
  readonly session: TargetSession
  readonly log: SoakLog
  readonly status: SoakStatus
  /** Aborted when it is interrupted and when the target has ended. */
  readonly signal: AbortSignal
  readonly known: Map<string, ProcessRecord>
  /** Threads that were read, whether or not they were written down. */
  readonly met: Set<string>
  /** Milliseconds of the latest times between two samples, for what is usual. */
  readonly intervals: number[]
  lastRound: { elapsedMs: number; wall: number } | undefined
  failedRounds: number
  censusesTaken: number
  /** Of the judged part, from which on stores are counted: 0 unless they were looked for anew. */
  censusFrom: number
  isCensusAnew: boolean
  /** What a load command was seen to send in each leg. */
  readonly sent: SentLeg[]
  /** Of the monotonic clock: when the real memory of processes may be asked for again. */
  realMemoryFromMs: number
}

/** Where the records of a run go: all are kept, and written as they come. */
export interface SoakLog {
  readonly records: readonly RunRecord[]
  add(record: RunRecord): void
  sync(): void
  elapsedMs(): number
}

/** What can be told of a soak at any time; its stages keep it up to date. */
export interface SoakStatus {
  phase: 'starting' | 'warming up' | 'measuring' | 'explaining' | 'ending'
  /** Iterations in all. */
  iterations: () => number
  failed: () => number
  /** Of the whole run, warm-up included: 0 to 1. */
  fraction: () => number
  verdicts: readonly ProcessVerdict[]
  samples: number
}

export function createStatus(): SoakStatus {
  return {
    phase: 'starting',
    iterations: () => 0,
    failed: () => 0,
    fraction: () => 0,
    verdicts: [],
    samples: 0,
  }
}

/** Keeps the records, and passes each on to be written. */
export function createLog(write: { append(record: RunRecord): void; sync(): void }): SoakLog {
  const startedMs = performance.now()
  const records: RunRecord[] = []
  return {
    records,
    add(record) {
      records.push(record)
      write.append(record)
    },
    sync: () => write.sync(),
    elapsedMs: () => performance.now() - startedMs,
  }
}

export function addEvent(
  { log, status }: Pick<Soak, 'log' | 'status'>,
  event: Pick<EventRecord, 'kind' | 'message' | 'process'>,
): void {
  log.add({
    type: 'event',
    elapsedMs: log.elapsedMs(),
    iterations: status.iterations(),
    ...event,
  })
}

/** The worst verdict is that of the run: growth, then what could not be settled. */
export function worstKind(verdicts: readonly ProcessVerdict[]): Verdict['kind'] {
  const kinds = new Set(verdicts.map(({ verdict }) => verdict.kind))
  if (kinds.has('growth')) return 'growth'
  return kinds.has('unsettled') || kinds.size === 0 ? 'unsettled' : 'plateau'
}
