import { MisuseError } from '../errors.ts'
import type { Unit } from '../plateau/series.ts'
import type { GrownStore, Survivors } from '../plateau/survivors.ts'
import type { Culprit, Growth, GrowthVerdict, ProbeName } from '../plateau/verdict.ts'
import { describe } from '../scenario.ts'

/** Where a scenario runs when that is not this process: a page, a Go binary, another Node process. */
export interface Target {
  /** Used in messages. */
  readonly name: string
  /** What its samples hold, each with how far its readings can be trusted. */
  readonly probes: readonly ProbeSpec[]
  readonly schedule: Schedule
  /** Slow preparations, such as a build; they are not counted as the check's time. */
  prepare?(): Promise<void>
  /** Starts what is measured. It must heed `context.signal`, and leave nothing behind when it rejects. */
  open(context: TargetContext): Promise<TargetSession>
  /** The part of `open` that is under way, for a message where it does not end. */
  waitsFor?(): WaitedFor | undefined
}

/**
 * `doubling-then-equal`: batches may double the total to see that it is level; what is not is looked at in equal
 * ones. `equal-legs`: equal legs alone, for pools of the target grow with a leg. `checkpoints`: samples of a soak.
 */
export type Schedule = 'doubling-then-equal' | 'equal-legs' | 'checkpoints'

export interface TargetContext {
  /** Aborted when the check is, and when its time is over. */
  readonly signal: AbortSignal
  /** Milliseconds the whole check may take. */
  readonly timeLimitMs: number
  /** What `explain` is asked to leave in a file. */
  readonly keep: 'snapshot' | 'profile' | undefined
  /** Whether what explains growth may be left in files though `keep` is undefined; as it is in checks, by default. */
  readonly leavesFiles?: boolean
}

/** A running target. One call at a time is under way. */
export interface TargetSession {
  /** What it can in fact read, where that shows only once it runs; else the target's probes are. */
  readonly probes?: readonly ProbeSpec[]
  /** What cannot be read here and so is not judged. */
  readonly unmeasured?: readonly Unmeasured[]
  /** Resolves to the iterations that were completed: fewer only when the signal was aborted. */
  run(iterations: number, signal: AbortSignal): Promise<number>
  /** The part of an iteration that is under way, for a message where it does not end; undefined between iterations. */
  waitsFor?(): WaitedFor | undefined
  /** One reading of every probe, after a collection. Rejects where it cannot be taken. `hurried`: one that need not repeat will do. */
  sample(how?: 'hurried'): Promise<Sample>
  /** The inspector of a target that runs V8: what it keeps is then followed by its birth, and its stores are counted. */
  readonly port?: TargetPort
  /** Asked for only where bytes alone leave doubt: runs the scenario again and says what its growth is made of. */
  evidence?(iterations: number, signal: AbortSignal): Promise<TargetEvidence>
  /**
   * Asked for by `equal-legs` after a plateau: heap growth that full collections hide, such as that of a
   * pool. Undefined where there is nothing to look for.
   */
  hidden?(iterationsPerLeg: number, signal: AbortSignal): Promise<HiddenGrowth | undefined>
  /** In place of the pause before growth convicts: waits for what may end by itself, at least so long. */
  outlast?(
    /** `leftMs` of the check's time: what explains growth needs some of it, too. */
    pause: { readonly leastMs: number; readonly leftMs: number },
    signal: AbortSignal,
  ): Promise<void>
  /**
   * Asked for where readings stayed uneven, or the time may not suffice: the probes whose growth the target proves by
   * another way than counting. It convicts where its re-run shows it, too. While legs still run, nothing is suspected yet:
   * only at the end, with its suspects, it may run the scenario anew.
   */
  proof?(suspects: readonly Growth[]): Promise<readonly ProbeName[]>
  /** Asked for after growth: why it may end by itself yet, as a whole sentence. It is unsettled then. */
  doubt?(verdict: GrowthVerdict): string | undefined
  /** Asked for after growth. When it fails, the verdict stands without culprits. */
  explain?(verdict: GrowthVerdict): Promise<readonly Culprit[] | TargetExplanation>
  /** Every process of the target that can be read now, each for itself, after a collection; `sample` is that of the first. */
  sampleAll?(): Promise<readonly ProcessSample[]>
  /**
   * Sizes of the collections that each process holds: for leaks without bytes. It moves the heap: asked for after a
   * sample. `before` the first iteration all are found that others count; `anew`, large ones that came since. Both cost a
   * program its speed for a while.
   */
  census?(how?: 'before' | 'anew'): Promise<readonly ProcessCensus[]>
  /**
   * Counts the requests that the target receives until what it resolves to is called; that resolves to undefined
   * where they could not be counted. For loads of others, which may send something else than was asked.
   */
  countRequests?(): Promise<() => Promise<number | undefined>>
  /** Explains the growth of one process. It runs the scenario again. */
  explainProcess?(process: string, verdict: GrowthVerdict): Promise<TargetExplanation>
  /** What happened since it was asked last. */
  events?(): readonly TargetEvent[]
  /** Settles, with the error that tells how, when the target has ended by itself. It never rejects. */
  readonly ended?: Promise<TargetError>
  /** Ends what `open` started. Called exactly once, whatever happened. */
  close(): Promise<void>
}

/** Something that has begun and not ended. */
export interface WaitedFor {
  /** As it is told: `action of iteration 2`. */
  readonly step: string
  /** Since it began. */
  readonly ms: number
}

/** Commands of the DevTools protocol. Each rejects where it fails. */
export interface TargetPort {
  send<Result>(method: string, params?: object): Promise<Result>
}

/** Something of a target that is not judged. */
export interface Unmeasured {
  /** `other-processes`: a check judges one process, a soak each. `readings`: nobody can read it here. */
  readonly kind: 'other-processes' | 'readings'
  /** A whole sentence. */
  readonly message: string
}

/** One number per probe of the target. */
export type Sample = { readonly [Probe in ProbeName]?: number }

export interface ProbeSpec {
  readonly name: ProbeName
  readonly unit: Unit
  /** `exact`: every growth counts. `bounded`: readings stray, but not for long. `noisy`: shown, never convicts. */
  readonly noise: 'exact' | 'bounded' | 'noisy'
  /** Growth per iteration up to which a rise is the target's own and not the scenario's. */
  readonly floorPerIteration: number
  /** How far a single reading may stray, however many iterations there were. Default 0. */
  readonly strayPerSample?: number
  /** Its runtime keeps what it needed in its busiest moment: growth that comes in steps proves nothing. */
  readonly hasMarks?: boolean
}

/** One reading of one process of a target. */
export interface ProcessSample {
  /** Unique in the session: `main`, `worker 2`, `thread 1 of main`. */
  readonly process: string
  readonly pid: number
  /** A thread of a process: it may come and go with each iteration, and takes what it held with it. */
  readonly isThread?: boolean
  readonly probes: readonly ProbeSpec[]
  readonly readings: Sample
  /** Bytes at which it would be killed: of its cgroup, or of its engine's heap. */
  readonly limitBytes?: number
  /** The most resident memory that it ever had, under load as well, in bytes. */
  readonly peakBytes?: number
  /** The two apart: of its engine's heap alone, and of all its memory. */
  readonly heapLimitBytes?: number
  readonly memoryLimitBytes?: number
}

/** The larger collections that a process holds, with a name that stays the same from census to census. */
export interface ProcessCensus {
  readonly process: string
  readonly stores: readonly { readonly container: string; readonly entries: number }[]
}

/** Something that befell a target while it was measured. */
export interface TargetEvent {
  /** Left out where it is about the target as a whole. */
  readonly process?: string
  readonly kind: 'came' | 'ended' | 'unmeasured' | 'unread' | 'hangs' | 'stopped'
  /** A whole sentence. */
  readonly message: string
}

/** Readings of the heap after equal legs, each after so many iterations in all. */
export interface HiddenGrowth {
  readonly iterations: readonly number[]
  readonly readings: readonly number[]
}

/** What a re-run found; either part is left out where it could not be counted. */
export interface TargetEvidence {
  readonly survivors?: Survivors
  readonly stores?: readonly GrownStore[]
}

/** Culprits, and what else the report shall say. */
export interface TargetExplanation {
  readonly culprits: readonly Culprit[]
  /** A whole sentence: what is meant to keep all that grew. It is no leak then. */
  readonly onPurpose?: string
  /** A whole sentence: why what grew is no proof, for the re-run shows nothing of it. It is unsettled then. */
  readonly refuted?: string
  /** Whole sentences. */
  readonly notes?: readonly string[]
  /** Files that `keep` asked for. */
  readonly kept?: readonly string[]
}

const SCHEDULES: readonly Schedule[] = ['doubling-then-equal', 'equal-legs', 'checkpoints']

export function isTarget(received: unknown): received is Target {
  if (typeof received !== 'object' || received === null) return false
  return typeof (received as Target).open === 'function' && 'schedule' in received
}

/** Throws `MisuseError` for a target that no check could judge. */
export function refuseUnusable({ name, probes, schedule }: Target): void {
  if (!SCHEDULES.includes(schedule)) {
    throw new MisuseError(
      `The schedule of target '${name}' must be one of ${SCHEDULES.join(', ')}, received ${describe(schedule)}.`,
    )
  }
  if (!Array.isArray(probes) || probes.length === 0) {
    throw new MisuseError(
      `Target '${name}' must have at least one probe, received ${describe(probes)}.`,
    )
  }
  if (schedule === 'checkpoints') {
    throw new MisuseError(
      `Target '${name}' is judged by checkpoints, which take a soak of hours rather than a check. Use a target that can be driven by iterations.`,
    )
  }
}

/**
 * A target that could not be started, sampled or driven: no statement about leaks. Reports keep its message,
 * so nothing that the target printed or answered stands in it: that is its `output`.
 */
export class TargetError extends Error {
  readonly code = 'PLATEAU_TARGET'
  override readonly name: string = 'TargetError'
  /** What the target printed last or answered, with a word on what it is. It may hold secrets. */
  readonly output?: string

  constructor(message: string, options: ErrorOptions & { readonly output?: string } = {}) {
    super(message, options)
    if (options.output !== undefined) this.output = options.output
  }
}

/** The message and below it the output: for the eyes of whoever ran it, not for a file. */
export function wholeMessage(error: Error): string {
  const { message, output } = error as { readonly message: string; readonly output?: unknown }
  if (typeof output !== 'string') return message
  return `${message}${message.endsWith('.') ? ' ' : '\n'}${output}`
}
