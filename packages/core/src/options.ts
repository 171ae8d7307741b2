import { ITERATIONS_PER_BOUNDED_ENTRY } from './decide/terms.ts'
import { MisuseError } from './errors.ts'
import type { KnownLeak } from './plateau/known-leak.ts'
import type { ProbeName } from './plateau/verdict.ts'

/** How a check is run and what it accepts. Every field is optional; the defaults suit a unit test. */
export interface LeakOptions {
  /** Exactly so many judged iterations, after the warm-up. Default: as many as the decision needs. */
  readonly iterations?: number
  /** At most so many iterations in all. Default 100 000. */
  readonly maxIterations?: number
  /** Iterations before the first sample. Default: a few, until the engine is quiet. */
  readonly warmUp?: number
  /** Milliseconds the check may take. Default: what is left of the test's time less 10 %; 10 000 outside a runner. */
  readonly timeLimitMs?: number
  /** Judge only these. */
  readonly probes?: readonly ProbeName[]
  /** Growth per iteration that is accepted, by probe. */
  readonly tolerate?: { readonly [Probe in ProbeName]?: number }
  /** The scenario fills a store of so many entries: only growth after it must be full counts. */
  readonly bounded?: number
  /** The error path: every iteration must throw or reject. */
  readonly throws?: boolean
  /**
   * How growth is explained. `auto`, the default: by a heap snapshot, or without one where the
   * heap is too big for one; `full`: by a snapshot at any price; `off`: not at all.
   */
  readonly explain?: 'auto' | 'full' | 'off'
  /** Leaves the explanation's heap snapshot or allocation profile in `.plateau/`, for DevTools. */
  readonly keep?: 'snapshot' | 'profile'
  /** Leaks that are accepted for now: each with its reason and the day on which it must be gone. */
  readonly known?: readonly KnownLeak[]
  /** Ends the check early; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** The options of one check after defaults and validation. */
export interface ResolvedOptions {
  readonly iterations: number | undefined
  readonly maxIterations: number
  readonly warmUp: number | undefined
  readonly timeLimitMs: number
  readonly probes: readonly ProbeName[] | undefined
  readonly tolerate: Readonly<Partial<Record<ProbeName, number>>>
  readonly bounded: number | undefined
  readonly throws: boolean
  readonly explain: 'auto' | 'full' | 'off'
  readonly keep: 'snapshot' | 'profile' | undefined
  readonly known: readonly KnownLeak[]
  readonly signal: AbortSignal | undefined
  /** Iterations that ran before the check: a store may hold as many entries, and the room for as many more. */
  readonly ranBefore: number
}

const DEFAULT_MAX_ITERATIONS = 100_000
const DEFAULT_TIME_LIMIT_MS = 10_000

/** A call's own options win over the project's defaults. */
export function resolveOptions(options: LeakOptions, defaults: LeakOptions): ResolvedOptions {
  const given = { ...defaults, ...definedOnly(options) }
  const { iterations, maxIterations, bounded } = given
  if (iterations !== undefined && maxIterations !== undefined && iterations > maxIterations) {
    throw new MisuseError(
      `iterations must be at most maxIterations, received iterations: ${iterations} and maxIterations: ${maxIterations}.`,
    )
  }
  const needed = ITERATIONS_PER_BOUNDED_ENTRY * (bounded ?? 0)
  const limit = maxIterations ?? Math.max(DEFAULT_MAX_ITERATIONS, 8 * needed)
  if (bounded !== undefined && Math.min(limit, iterations ?? limit) < needed) {
    const [name, received] =
      iterations === undefined ? ['maxIterations', limit] : ['iterations', iterations]
    throw new MisuseError(
      `bounded: ${bounded} needs at least ${needed} iterations, received ${name}: ${received}.`,
    )
  }
  return {
    iterations,
    maxIterations: limit,
    warmUp: given.warmUp,
    timeLimitMs: given.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS,
    probes: given.probes,
    tolerate: given.tolerate ?? {},
    bounded,
    throws: given.throws ?? false,
    explain: given.explain ?? 'auto',
    keep: given.keep,
    known: given.known ?? [],
    signal: given.signal,
    ranBefore: 0,
  }
}

function definedOnly(options: LeakOptions): LeakOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, received]) => received !== undefined),
  )
}
