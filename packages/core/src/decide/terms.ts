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
  /** Iterations that ran before the check. */
  readonly ranBefore: number
  readonly tolerate: Readonly<Partial<Record<ProbeName, number>>>
  /** Which collections can be had: a target is only asked for full ones. */
  readonly collections: 'minor-then-full' | 'full'
  /** Whether a stretch may be longer than the one before; else equal legs are repeated, for pools grow with a leg. */
  readonly legs: 'doubling' | 'equal'
  /**
   * What can be counted beside the readings: births and stores; the number of all objects alone; what survives a re-run
   * of the target's own; nothing.
   */
  readonly witness: 'births' | 'object-count' | 'evidence' | 'readings'
  /** Whether all objects can be counted by their age, and single iterations be recorded: in this process. */
  readonly ages: boolean
  /** Whether the target can look for growth that full collections hide. */
  readonly hides: boolean
  /** Realms whose stores are counted: the heap is walked once for each. */
  readonly realms: number
  /** Whether this is the first check of the process, whose own code is compiled meanwhile. */
  readonly isFirst: boolean
}

/** A store of n entries is judged over at least so many times n iterations. */
export const ITERATIONS_PER_BOUNDED_ENTRY = 4

/** The part of the memory that a leak may take while it is counted: a leak of megabytes must not fill the machine. */
export const MOST_BYTES: number = 96 * 2 ** 20

/** So many bytes are no cache that fills: who keeps them is convicted before more iterations fill the machine. */
export const OVERWHELMING_BYTES: number = 72 * 2 ** 20

/** Iterations in which a scenario that keeps so many bytes in each takes no more memory than it may. */
export function bearableIterations(bytesPerIteration: number): number {
  return Math.max(1, Math.floor(MOST_BYTES / Math.max(1, bytesPerIteration)))
}

/** Whether births are recorded: what else there is to count is known by its number alone. */
export function countsBirths({ lacking }: History, { witness }: Terms): boolean {
  return witness === 'births' && lacking === undefined
}

/** Whether readings after equal legs decide: nothing that they count can be followed by its birth. */
export function isJudgedByReadings(history: History, terms: Terms): boolean {
  return terms.collections === 'full' && !countsBirths(history, terms)
}

export function termsOf(
  options: Pick<Terms, 'iterations' | 'maxIterations' | 'warmUp' | 'tolerate'> & {
    readonly bounded: number | undefined
    readonly ranBefore?: number
  },
  here: Pick<Terms, 'limitMs' | 'witness' | 'realms' | 'isFirst'> &
    Partial<Pick<Terms, 'collections' | 'legs' | 'ages' | 'hides'>>,
): Terms {
  const { iterations, maxIterations, warmUp, bounded = 0, ranBefore = 0, tolerate } = options
  const own = {
    collections: 'minor-then-full',
    legs: 'doubling',
    ages: false,
    hides: false,
  } as const
  return { iterations, maxIterations, warmUp, bounded, ranBefore, tolerate, ...own, ...here }
}

/** Iterations after which a store of that many entries has been filled so often that only growth remains. */
export function filledIterations({ bounded }: Terms): number {
  return ITERATIONS_PER_BOUNDED_ENTRY * bounded
}
