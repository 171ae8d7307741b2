import type { ProbeName, Target } from '@plateau/core'
import type { TargetOutput } from '../file/target-output.ts'
import type { Counter } from '../load/counter.ts'
import type { SoakLoad } from '../load/soak-load.ts'
import type { SoakMode } from './run-record.ts'

/** A soak as it is run: every option read, every default filled in. */
export interface SoakPlan {
  readonly name: string
  readonly target: Target
  readonly mode: SoakMode
  readonly driver: Driver
  /** Judged iterations; undefined where the time alone ends it. */
  readonly iterations: number | undefined
  readonly durationMs: number | undefined
  /** Iterations before the first judged sample; undefined where the run by time finds it. */
  readonly warmUp: number | undefined
  readonly iterationsPerCheckpoint: number | undefined
  readonly ratePerSecond: number | undefined
  readonly tolerate: { readonly [Probe in ProbeName]?: number }
  /** Judge only these. */
  readonly probes: readonly ProbeName[] | undefined
  readonly limitBytes: number | undefined
  readonly isFailingFast: boolean
  readonly isExplaining: boolean
  readonly keep: 'snapshot' | 'profile' | undefined
  /** What a program prints that is started here. */
  readonly output: TargetOutput | undefined
  /** The address of the service, where it was given. */
  readonly url?: string | undefined
  /** How long the target may take until it answers. */
  readonly startMs: number
}

/** Who sends the iterations. */
export type Driver =
  /** Ours, or a generator that does exactly so many: it pauses for checkpoints. */
  | { readonly kind: 'load'; readonly load: SoakLoad }
  /** The target itself knows how. */
  | { readonly kind: 'target' }
  /** Somebody else, all the time; with a command, that one is started here. */
  | {
      readonly kind: 'external'
      readonly counter: Counter | undefined
      readonly command: readonly string[] | undefined
      readonly url: string | undefined
      readonly cwd: string
    }
