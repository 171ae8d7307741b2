import { setImmediate } from 'node:timers'
import { transferableAbortController } from 'node:util'
import type { LeakOptions } from '@plateau/core'

type Listener = (...received: never[]) => void

/** The real process: the one that tests see hears of none of these events. */
export interface RealProcess {
  rawListeners(event: string): readonly Listener[]
  removeAllListeners(event: string): unknown
  removeListener(event: string, listener: Listener): unknown
  on(event: string, listener: Listener): unknown
}

/** What escapes from the scenario of one check. */
interface Watch {
  readonly abort: AbortController
  /** The reasons of rejected promises that no one has handled yet. */
  readonly unhandled: Map<unknown, unknown>
}

/** The checks that were begun and have not ended, in the order in which they run. */
const watches: Watch[] = []

/** A promise may be handled later, as Jest 30 allows it; so many are left by iteration after iteration. */
const MOST_UNHANDLED = 10

/**
 * Begins a check that ends with the first error that its scenario throws where nothing can catch it, or
 * rejects with where nothing does. Jest alone would report one for each iteration, thousands in all.
 */
export function endingAtStrayErrors<Result extends object>(
  begin: (options: LeakOptions | undefined) => Result | Promise<Result>,
  options: LeakOptions | undefined,
  real: RealProcess | undefined,
): Result | Promise<Result> {
  if (!real || isMisuse(options)) return begin(options)
  // jsdom has an AbortController of its own, whose signals Node's functions refuse.
  const watch: Watch = { abort: transferableAbortController(), unhandled: new Map() }
  follow(options?.signal, watch.abort)
  const begun = begin({ ...options, signal: watch.abort.signal })
  return 'then' in begun ? watched(begun, watch, real) : begun
}

/** Left as it is, to be refused with what was received. */
function isMisuse(options: LeakOptions | undefined): boolean {
  if (options === undefined) return false
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return true
  const { signal } = options
  return signal !== undefined && typeof signal?.addEventListener !== 'function'
}

function follow(signal: AbortSignal | undefined, abort: AbortController): void {
  if (signal?.aborted) abort.abort(signal.reason)
  signal?.addEventListener('abort', () => abort.abort(signal.reason), { once: true })
}

async function watched<Result>(
  check: Promise<Result>,
  watch: Watch,
  real: RealProcess,
): Promise<Result> {
  if (watches.length === 0) takeOver(real)
  watches.push(watch)
  try {
    const result = await check
    // Node tells of a rejection only after the job that made it.
    await new Promise((resolve) => setImmediate(resolve))
    for (const reason of watch.unhandled.values()) throw reason
    return result
  } finally {
    watches.splice(watches.indexOf(watch), 1)
    if (watches.length === 0) giveBack(real)
  }
}

const LISTENERS: Readonly<Record<string, Listener>> = {
  uncaughtException: (error: unknown) => watches[0]?.abort.abort(error),
  unhandledRejection(reason: unknown, promise: unknown) {
    const { unhandled, abort } = watches[0] as Watch
    if (unhandled.size < MOST_UNHANDLED) unhandled.set(promise, reason)
    else abort.abort([...unhandled.values()][0])
  },
  rejectionHandled: (promise: unknown) => watches[0]?.unhandled.delete(promise),
}

/** Jest's own listeners, in the meantime. */
const replaced = new Map<string, readonly Listener[]>()

function takeOver(real: RealProcess): void {
  for (const [event, listener] of Object.entries(LISTENERS)) {
    replaced.set(event, [...real.rawListeners(event)])
    real.removeAllListeners(event)
    real.on(event, listener)
  }
}

function giveBack(real: RealProcess): void {
  for (const [event, listener] of Object.entries(LISTENERS)) {
    real.removeListener(event, listener)
    for (const theirs of replaced.get(event) ?? []) real.on(event, theirs)
  }
}
