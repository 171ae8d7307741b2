import type { ProbeName } from '../plateau/verdict.ts'
import type { History } from './history.ts'

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
  /** What can be counted beside bytes: births and stores, or the number of all objects alone. */
  readonly witness: 'births' | 'object-count'
  /** Realms whose stores are counted: the heap is walked once for each. */
  readonly realms: number
  /** Whether this is the first check of the process, whose own code is compiled meanwhile. */
  readonly isFirst: boolean
}

/** A store of n entries is judged over at least so many times n iterations. */
export const ITERATIONS_PER_BOUNDED_ENTRY = 4

/** The part of the memory that a leak may take while it is counted: a leak of megabytes must not fill the machine. */
const MOST_BYTES = 96 * 2 ** 20

/** Iterations in which a scenario that keeps so many bytes in each takes no more memory than it may. */
export function bearableIterations(bytesPerIteration: number): number {
  return Math.max(1, Math.floor(MOST_BYTES / Math.max(1, bytesPerIteration)))
}

/** Whether births are recorded: what else there is to count is known by its number alone. */
export function countsBirths({ lacking }: History, { witness }: Terms): boolean {
  return witness === 'births' && lacking === undefined
}

export function termsOf(
  options: Pick<Terms, 'iterations' | 'maxIterations' | 'warmUp' | 'tolerate'> & {
    readonly bounded: number | undefined
  },
  here: Pick<Terms, 'limitMs' | 'witness' | 'realms' | 'isFirst'>,
): Terms {
  const { iterations, maxIterations, warmUp, bounded = 0, tolerate } = options
  return { iterations, maxIterations, warmUp, bounded, tolerate, ...here }
}

/** Iterations after which a store of that many entries has been filled so often that only growth remains. */
export function filledIterations({ bounded }: Terms): number {
  return ITERATIONS_PER_BOUNDED_ENTRY * bounded
}
