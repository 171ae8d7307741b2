import { closest } from './closest-name.ts'
import { MisuseError } from './errors.ts'
import type { LeakOptions } from './options.ts'
import type { ProbeName } from './plateau/verdict.ts'
import { describe } from './scenario.ts'

/** What an in-process check can judge. */
const IN_PROCESS_PROBES: readonly ProbeName[] = [
  'heap',
  'external',
  'handles',
  'fds',
  'threads',
  'contexts',
  'native',
]

const ALL_PROBES: readonly ProbeName[] = [
  ...IN_PROCESS_PROBES,
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
  explain: oneOf('auto', 'full', 'off'),
  keep: oneOf('snapshot', 'profile'),
  known: knownLeaks,
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

function oneOf(...words: readonly string[]): Check {
  return (name, received) => {
    if (!words.includes(received as string)) {
      const quoted = words.map((word) => `'${word}'`).join(' or ')
      throw new MisuseError(`${name} must be ${quoted}, received ${describe(received)}.`)
    }
  }
}

/** One known leak as it is written. */
const KNOWN_EXAMPLE =
  "{ match: { fingerprint: '…' }, maxPerIteration: 64, reason: '…', until: '2027-01-31' }"

/** Throws `MisuseError` for what is no list of known leaks. */
export function knownLeaks(name: string, received: unknown): void {
  if (!Array.isArray(received)) {
    throw new MisuseError(
      `${name} must be a list such as [${KNOWN_EXAMPLE}], received ${describe(received)}.`,
    )
  }
  for (const [at, leak] of received.entries()) knownLeak(`${name}[${at}]`, leak)
}

function knownLeak(name: string, received: unknown): void {
  const { match, maxPerIteration, reason, until } = (received ?? {}) as Record<string, unknown>
  const keys = Object.keys((match as object | undefined) ?? {})
  const isMatch =
    keys.length === 1 && ['probe', 'fingerprint', 'path', 'site'].includes(String(keys[0]))
  if (!isMatch) {
    throw new MisuseError(
      `${name}.match must be one of { probe }, { fingerprint }, { path } and { site }, received ${describe(match)}.`,
    )
  }
  if (typeof maxPerIteration !== 'number' || !(maxPerIteration >= 0)) {
    throw new MisuseError(
      `${name}.maxPerIteration must be a number of at least 0, received ${describe(maxPerIteration)}.`,
    )
  }
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw new MisuseError(
      `${name}.reason must say why the leak is accepted, received ${describe(reason)}.`,
    )
  }
  if (!isDay(until)) {
    throw new MisuseError(
      `${name}.until must be a day such as '2027-01-31', received ${describe(until)}.`,
    )
  }
}

function isDay(received: unknown): boolean {
  if (typeof received !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(received)) return false
  const parsed = new Date(`${received}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(received)
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
