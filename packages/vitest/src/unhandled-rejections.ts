import { setImmediate } from 'node:timers'

type Listener = NodeJS.UnhandledRejectionListener

/** So many different ones of one check: thousands of iterations must not become thousands of errors. */
const MOST_TOLD = 10

/**
 * Tells Vitest each unhandled rejection of a check once, not once per iteration, until the returned
 * function is called. Vitest then fails the run with it, or ignores it, as its settings say.
 */
export function tellRejectionsOnce(): () => void {
  const runners = process.listeners('unhandledRejection').filter(isOfVitest)
  if (runners.length === 0) return () => {}
  const told = new Set<string>()
  const tellOnce: Listener = (reason, promise) => {
    const rejection = nameOf(reason)
    if (told.has(rejection) || told.size === MOST_TOLD) return
    told.add(rejection)
    for (const listener of runners) listener.call(process, reason, promise)
  }
  for (const listener of runners) process.off('unhandledRejection', listener)
  process.on('unhandledRejection', tellOnce)
  return () => {
    // Those of the present job are reported after it.
    setImmediate(() => {
      process.off('unhandledRejection', tellOnce)
      for (const listener of runners) process.on('unhandledRejection', listener)
    })
  }
}

/** So it is named in Vitest 3, 4 and 5. */
function isOfVitest(listener: Listener): boolean {
  return listener.name === 'unhandledRejection'
}

/** Where it arose, without the asynchronous frames, which differ between batches. */
function nameOf(reason: unknown): string {
  const { stack } = (reason ?? {}) as { stack?: unknown }
  if (typeof stack !== 'string') return String(reason)
  return stack.split('\n', 2).join('\n')
}
