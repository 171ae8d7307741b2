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
}

export interface PathStep {
  readonly name: string
  readonly type: string
}

/** What grows, where it was allocated, and what holds it. */
export interface Culprit {
  readonly type: string
  readonly perIteration: { readonly objects: number; readonly bytes: number }
  readonly path: readonly PathStep[]
  readonly site?: SourcePosition
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
}

/** Why a check could not be settled: `samples` when it was allowed too few iterations. */
export type Reason = 'noise' | 'time' | 'suspect' | 'samples'

export type PlateauVerdict = Evidence & { readonly kind: 'plateau' }
export type GrowthVerdict = Evidence & {
  readonly kind: 'growth'
  readonly growth: readonly Growth[]
  /** Empty until explained. */
  readonly culprits: readonly Culprit[]
}
export type UnsettledVerdict = Evidence & {
  readonly kind: 'unsettled'
  readonly reason: Reason
  readonly suspects: readonly Growth[]
  readonly advice: string
}

/** The decision with its evidence. */
export type Verdict = PlateauVerdict | GrowthVerdict | UnsettledVerdict
