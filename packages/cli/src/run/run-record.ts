import type {
  KnownLeak,
  ProbeName,
  ProbeSpec,
  Sample,
  TargetExplanation,
  Verdict,
} from '@plateau/core'

/**
 * What one soak leaves behind, a line of JSON each, only ever appended to: every report is re-made from
 * it. A file without an `end` line is the file of a run that was cut off.
 */
export type RunRecord =
  | StartRecord
  | ProcessRecord
  | SampleRecord
  | CensusRecord
  | LoadRecord
  | EventRecord
  | ExplanationRecord
  | EndRecord

export interface StartRecord {
  readonly type: 'start'
  readonly schema: 1
  readonly runId: string
  readonly name: string
  /** ISO 8601, of the wall clock. */
  readonly startedAt: string
  readonly plan: RunPlan
  readonly versions: { readonly plateau: string; readonly node: string; readonly platform: string }
  /** From the CI's environment, by an allow-list; the commit, else, from Git. */
  readonly commit?: string
  readonly branch?: string
  readonly shard?: string
  /** What the project's ledger accepted when it began. */
  readonly known?: readonly KnownLeak[]
}

/** What was asked for, without arguments of the target and without its environment. */
export interface RunPlan {
  readonly mode: SoakMode
  readonly warmUpIterations: number
  /** Judged iterations; undefined where the run ends by time. */
  readonly iterations?: number
  readonly durationMs?: number
  /** Left out where it depends on what is read: a level that is clear is read less often. */
  readonly iterationsPerCheckpoint?: number
  /** Iterations per second; undefined where they come one after the other. */
  readonly ratePerSecond?: number
  readonly tolerate: { readonly [Probe in ProbeName]?: number }
}

/**
 * `checkpoints`: the load is ours, pauses, and memory is collected. `continuous`: the load goes on, memory
 * is collected. `envelope`: nothing can be collected, only watched.
 */
export type SoakMode = 'checkpoints' | 'continuous' | 'envelope'

/** A process of the target came: each is judged for itself. */
export interface ProcessRecord {
  readonly type: 'process'
  /** Unique in the run: `main`, `worker 2`, `thread 1 of main`. */
  readonly process: string
  readonly pid: number
  readonly isThread?: boolean
  /** Set where the system does not tell what of its resident memory is its own. */
  readonly isRealMemoryUntold?: boolean
  /** Iterations in all when it came: it warms up from there. */
  readonly iterations: number
  readonly elapsedMs: number
  readonly probes: readonly ProbeSpec[]
  /** Bytes at which it would be killed: of its cgroup, or of its engine's heap. */
  readonly limitBytes?: number
  /** Of its engine's heap alone. */
  readonly heapLimitBytes?: number
  /** Of all its memory: as asked for, of its cgroup, or what the machine has. */
  readonly memoryLimitBytes?: number
}

export interface SampleRecord {
  readonly type: 'sample'
  readonly process: string
  /** Iterations completed in all, warm-up included. */
  readonly iterations: number
  /** Of a monotonic clock, since the start. */
  readonly elapsedMs: number
  /** Milliseconds since 1970. */
  readonly wall: number
  readonly readings: Sample
  /** The most resident memory that the process ever had until then, in bytes; of Linux alone. */
  readonly peakBytes?: number
  /** Its own pages and its share of those that others have as well; of Linux alone. Not read in every sample. */
  readonly pssBytes?: number
  /** Its own pages alone; of Linux. */
  readonly ussBytes?: number
  /** What macOS charges it. */
  readonly footprintBytes?: number
}

/** The sizes of the collections that the process holds, for leaks without bytes. */
export interface CensusRecord {
  readonly type: 'census'
  readonly process: string
  readonly iterations: number
  readonly elapsedMs: number
  readonly stores: readonly { readonly container: string; readonly entries: number }[]
}

export interface LoadRecord {
  readonly type: 'load'
  readonly elapsedMs: number
  readonly iterations: number
  readonly failed: number
  /** Milliseconds from when an iteration was due to its end. */
  readonly latencyMs?: { readonly p50: number; readonly p99: number; readonly max: number }
}

export interface EventRecord {
  readonly type: 'event'
  readonly elapsedMs: number
  readonly iterations: number
  readonly kind:
    | 'warmed-up'
    | 'gap'
    | 'clock'
    | 'process-ended'
    | 'not-drained'
    | 'not-answering'
    | 'unmeasured'
    | 'unread'
    | 'load'
    | 'interrupted'
    | 'segment'
  /** A whole sentence. */
  readonly message: string
  readonly process?: string
}

export interface ExplanationRecord {
  readonly type: 'explanation'
  readonly process: string
  readonly explanation: TargetExplanation
}

export interface EndRecord {
  readonly type: 'end'
  readonly elapsedMs: number
  readonly iterations: number
  readonly reason: 'done' | 'interrupted' | 'target' | 'harness'
  /** A whole sentence where the reason is not `done`. */
  readonly message?: string
  readonly verdicts: readonly ProcessVerdict[]
}

export interface ProcessVerdict {
  readonly process: string
  readonly verdict: Verdict
  /** For growth: when it would have been killed, with its 90 % interval, in milliseconds from the last sample; null where it may never be. */
  readonly limitReachedMs?: {
    readonly at: number
    readonly interval: readonly [earliest: number, latest: number | null]
    /** The limit that is reached first. */
    readonly limitBytes?: number
  }
}
