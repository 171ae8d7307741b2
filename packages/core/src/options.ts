import { closest } from './closest-name.ts'
import { MisuseError } from './errors.ts'
import type { ProbeName } from './plateau/verdict.ts'
import { describe } from './scenario.ts'

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
  readonly signal: AbortSignal | undefined
}

const DEFAULT_MAX_ITERATIONS = 100_000
const DEFAULT_TIME_LIMIT_MS = 10_000

/** A store of n entries is judged over at least so many times n iterations. */
export const ITERATIONS_PER_BOUNDED_ENTRY = 4

/** What an in-process check can judge. */
const IN_PROCESS_PROBES: readonly ProbeName[] = ['heap', 'external', 'handles', 'fds']

const ALL_PROBES: readonly ProbeName[] = [
  ...IN_PROCESS_PROBES,
  'threads',
  'contexts',
  'native',
  'rss',
  'heapObjects',
  'goroutines',
  'nodes',
  'listeners',
  'documents',
  'frames',
]

/** Which probes a check can read, and how a message calls what is judged by them. */
export interface Readable {
  readonly probes: readonly ProbeName[]
  readonly where: string
  readonly what: string
}

const IN_PROCESS: Readable = {
  probes: IN_PROCESS_PROBES,
  where: 'in this process',
  what: 'a scenario',
}

type Check = (name: string, received: unknown, readable: Readable) => void

const CHECKS: Readonly<Record<keyof LeakOptions, Check>> = {
  iterations: positiveInteger,
  maxIterations: positiveInteger,
  warmUp: wholeNumber,
  timeLimitMs: positiveNumber,
  probes: probeList,
  tolerate: rates,
  bounded: positiveInteger,
  throws: boolean,
  signal: abortSignal,
}

/** Throws `MisuseError`, naming the option and the received value, before anything runs. */
export function validateOptions(options: unknown, readable: Readable = IN_PROCESS): LeakOptions {
  if (options === undefined) return {}
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new MisuseError(`Leak options must be an object, received ${describe(options)}.`)
  }
  for (const [name, received] of Object.entries(options)) {
    if (!Object.hasOwn(CHECKS, name)) {
      throw new MisuseError(unknownName('option', name, Object.keys(CHECKS)))
    }
    if (received !== undefined) CHECKS[name as keyof LeakOptions](name, received, readable)
  }
  return options
}

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
    signal: given.signal,
  }
}

function definedOnly(options: LeakOptions): LeakOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, received]) => received !== undefined),
  )
}

function positiveInteger(name: string, received: unknown): void {
  if (!Number.isSafeInteger(received) || (received as number) < 1) {
    throw new MisuseError(`${name} must be a positive integer, received ${describe(received)}.`)
  }
}

function wholeNumber(name: string, received: unknown): void {
  if (!Number.isSafeInteger(received) || (received as number) < 0) {
    throw new MisuseError(`${name} must be a whole number, received ${describe(received)}.`)
  }
}

function positiveNumber(name: string, received: unknown): void {
  if (typeof received !== 'number' || !Number.isFinite(received) || received <= 0) {
    throw new MisuseError(
      `${name} must be a positive number of milliseconds, received ${describe(received)}.`,
    )
  }
}

function boolean(name: string, received: unknown): void {
  if (typeof received !== 'boolean') {
    throw new MisuseError(`${name} must be true or false, received ${describe(received)}.`)
  }
}

function abortSignal(name: string, received: unknown): void {
  if (typeof (received as AbortSignal | null)?.addEventListener !== 'function') {
    throw new MisuseError(`${name} must be an AbortSignal, received ${describe(received)}.`)
  }
}

function probeList(name: string, received: unknown, readable: Readable): void {
  if (!Array.isArray(received) || received.length === 0) {
    throw new MisuseError(
      `${name} must be a list of probes such as ['heap', 'handles'], received ${describe(received)}.`,
    )
  }
  for (const probe of received) checkProbe(probe, readable)
}

function rates(name: string, received: unknown, readable: Readable): void {
  if (typeof received !== 'object' || received === null || Array.isArray(received)) {
    throw new MisuseError(
      `${name} must be an object such as { heap: 16 }, received ${describe(received)}.`,
    )
  }
  for (const [probe, rate] of Object.entries(received)) {
    checkProbe(probe, readable)
    if (typeof rate !== 'number' || !Number.isFinite(rate) || rate < 0) {
      throw new MisuseError(
        `${name}.${probe} must be a number per iteration of at least 0, received ${describe(rate)}.`,
      )
    }
  }
}

function checkProbe(probe: unknown, { probes, where, what }: Readable): void {
  if (!ALL_PROBES.includes(probe as ProbeName)) {
    throw new MisuseError(unknownName('probe', String(probe), ALL_PROBES))
  }
  if (!probes.includes(probe as ProbeName)) {
    throw new MisuseError(
      `The probe '${String(probe)}' is not read ${where}: ${what} is judged by ${probes.join(', ')}.`,
    )
  }
}

function unknownName(kind: string, name: string, known: readonly string[]): string {
  const suggestion = closest(name, known)
  const advice = suggestion ? `did you mean '${suggestion}'?` : `known are ${known.join(', ')}.`
  return `Unknown ${kind} '${name}': ${advice}`
}
