import type { KnownLeak } from './known-leak.ts'
import type { Series } from './series.ts'

/** What a probe reads; the field's own words. Which of them a target judges is the target's to say. */
export type ProbeName =
  | 'heap'
  | 'external'
  | 'handles'
  | 'fds'
  | 'threads'
  | 'contexts'
  | 'native'
  | 'rss'
  | 'heapObjects'
  | 'goroutines'
  | 'nodes'
  | 'listeners'
  | 'documents'
  | 'frames'

/** Growth of one probe: bytes or counts per iteration, with its 95 % interval. */
export interface Growth {
  readonly probe: ProbeName
  readonly perIteration: number
  readonly interval: readonly [low: number, high: number]
  /** What the probe counted apart, such as the types of the handles that grew: `['Timeout']`. */
  readonly types?: readonly string[]
}

export interface SourcePosition {
  readonly file: string
  readonly line: number
  readonly column?: number
  readonly function?: string
  /** Set where no more is known than the function: the position is where it begins, not the line that ran. */
  readonly isFunctionStart?: true
}

export interface PathStep {
  readonly name: string
  readonly type: string
}

/** The part of a test runner that makes memory grow, told by whose code holds or allocates it. */
export interface RunnerMade {
  readonly runner: 'vitest' | 'jest' | 'node:test'
  readonly part:
    | 'mock-calls'
    | 'mocks'
    | 'console'
    | 'snapshots'
    | 'assertions'
    | 'async-leak-detection'
    | 'state'
  /** `allocates` where it is not known what keeps it. */
  readonly does: 'keeps' | 'allocates'
}

/** What grows, where it was allocated, and what holds it. */
export interface Culprit {
  readonly type: string
  readonly perIteration: { readonly objects: number; readonly bytes: number }
  /** From the module, scope or handle that holds it to the object itself. */
  readonly path: readonly PathStep[]
  /** Where it is allocated: the innermost line that is neither Node's nor Plateau's. */
  readonly site?: SourcePosition
  /** The project's own line that led there, where `site` is in a package. */
  readonly calledFrom?: SourcePosition
  /** Where the container gains its entry, if that is another line than `site`. */
  readonly addedAt?: SourcePosition
  /** Further owners: to remove it from `path` alone would not free it. */
  readonly alsoHeldBy?: readonly (readonly PathStep[])[]
  /** Set where the test runner itself keeps or allocates it, and not the code under test. */
  readonly madeBy?: RunnerMade
  /** Whole sentence parts: what a closure keeps, when a timer is due, where a callback is. */
  readonly details?: readonly string[]
  /** Stays the same when lines move and rates change. */
  readonly fingerprint: string
}

/** An object that must be gone and is not. */
export interface Retained {
  readonly type: string
  /** From the module, scope or handle that holds it to the object itself; empty where no snapshot could tell. */
  readonly path: readonly PathStep[]
  /** The lines that store into its holder, as far as they can be told; several where several do. */
  readonly storedAt: readonly SourcePosition[]
  /** Whole sentence parts: which variable, when a timer is due. */
  readonly details: readonly string[]
  /** Stays the same when lines move. */
  readonly fingerprint: string
}

/** Per probe: the smallest leak, per iteration, that this run would have seen. */
export type Resolution = Readonly<Partial<Record<ProbeName, number>>>

export interface Evidence {
  readonly schema: 1
  readonly series: readonly Series[]
  readonly resolution: Resolution
  /** Judged iterations, warm-up excluded. */
  readonly iterations: number
  readonly elapsedMs: number
  /** Whole sentences: what could not be read here and so was not judged. */
  readonly unmeasured?: readonly string[]
  /** The rule that decided. */
  readonly because?: string
}

/** Why a check could not be settled: `samples` when it was allowed too few iterations. */
export type Reason = 'noise' | 'time' | 'suspect' | 'samples'

export type PlateauVerdict = Evidence & {
  readonly kind: 'plateau'
  /** The known leaks that were accepted, where something grew. */
  readonly known?: readonly KnownLeak[]
}
export type GrowthVerdict = Evidence & {
  readonly kind: 'growth'
  readonly growth: readonly Growth[]
  /** Empty until explained, and where `notes` tells why nothing was found. */
  readonly culprits: readonly Culprit[]
  /** What could not be explained, and why. */
  readonly notes?: readonly string[]
  /** Files that `keep` asked for. */
  readonly kept?: readonly string[]
}
export type UnsettledVerdict = Evidence & {
  readonly kind: 'unsettled'
  readonly reason: Reason
  readonly suspects: readonly Growth[]
  readonly advice: string
}

/** The decision with its evidence. */
export type Verdict = PlateauVerdict | GrowthVerdict | UnsettledVerdict
