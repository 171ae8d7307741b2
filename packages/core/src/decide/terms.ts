import type { ResolvedOptions } from '../options.ts'
import { ITERATIONS_PER_BOUNDED_ENTRY } from '../options.ts'
import type { ProbeName } from '../plateau/verdict.ts'

/** What one check may take and must show: all that `next` knows beside the history. */
export interface Terms {
  /** Milliseconds until the check must have decided. */
  readonly limitMs: number
  /** Exactly so many iterations are judged. */
  readonly iterations: number | undefined
  readonly maxIterations: number
  readonly warmUp: number | undefined
  /** Entries of a store that the scenario fills. */
  readonly bounded: number
  readonly tolerate: Readonly<Partial<Record<ProbeName, number>>>
  /** Whether births can be recorded and stores counted here; else why not. */
  readonly witness: 'births' | 'object-count' | { readonly lacking: string }
  /** Realms whose stores are counted: the heap is walked once for each. */
  readonly realms: number
  /** Whether this is the first check of the process, whose own code is compiled meanwhile. */
  readonly isFirst: boolean
}

export function termsOf(
  options: ResolvedOptions,
  here: Pick<Terms, 'limitMs' | 'witness' | 'realms' | 'isFirst'>,
): Terms {
  const { iterations, maxIterations, warmUp, bounded = 0, tolerate } = options
  return { iterations, maxIterations, warmUp, bounded, tolerate, ...here }
}

/** Iterations after which a store of that many entries has been filled so often that only growth remains. */
export function filledIterations({ bounded }: Terms): number {
  return ITERATIONS_PER_BOUNDED_ENTRY * bounded
}
