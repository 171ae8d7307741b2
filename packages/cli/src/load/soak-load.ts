import type { FailureReason, Service } from '@plateau/core/drive'
import type { LoadRecord } from '../run/run-record.ts'

/** What sends iterations to a target, and what became of them. */
export interface SoakLoad {
  readonly progress: Readonly<LoadProgress>
  /** Latencies since they were taken last; undefined where this load does not know them. */
  takeLatency(): LoadRecord['latencyMs']
  /** Exactly so many iterations, and none under way when it resolves. Rejects with `TargetError`. */
  run(iterations: number, service: Pick<Service, 'url' | 'signal' | 'stdio'>): Promise<void>
  /** The command of somebody else that sends it: it may do something else than it was asked for. */
  readonly command?: string
  /** Where it speaks to the program over its standard streams: what asks for that, as messages name it. */
  readonly overStdio?: string
  /** Whole sentences on what is unusual about it, for whoever reads the report. */
  readonly notes?: readonly string[]
  close(): void
}

export interface AnswersSeen {
  all: number
  redirected: number
  /** The latest redirect: its status, and the path that it leads to. */
  latest?: { readonly status: number; readonly path: string }
}

export interface LoadProgress {
  /** Iterations that have ended, failed ones included. */
  completed: number
  failed: number
  /** Requests that were answered, and those of them that were sent elsewhere; undefined where this load does not know. */
  answers?: AnswersSeen
  /** Why the latest failure was one. */
  lastFailure?: FailureReason & { readonly cause: unknown }
}
