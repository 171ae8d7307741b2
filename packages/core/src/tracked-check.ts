/** A check whose promise a test may have forgotten to await. */
export interface TrackedCheck {
  /** Settles with the final outcome: rejects when the test must fail. Never an unhandled rejection. */
  readonly outcome: Promise<unknown>
  /** Whether the test took the promise over, by awaiting it or otherwise. */
  readonly isConsumed: () => boolean
  /** What the test receives in place of the promise. */
  readonly handle: Pick<Promise<unknown>, 'then' | 'catch' | 'finally'>
}

/**
 * Watches whether a test takes over the promise of a check. If it does not, the adapter must wait for
 * `outcome` before the test ends, and fail that very test with it.
 */
export function trackCheck(outcome: Promise<unknown>): TrackedCheck {
  let consumed = false
  outcome.catch(() => {})
  const handle = {
    // biome-ignore lint/suspicious/noThenProperty: being a thenable that knows it is awaited is its purpose
    then: ((...handlers) => {
      consumed = true
      return outcome.then(...handlers)
    }) as Promise<unknown>['then'],
    catch(handler: Parameters<Promise<unknown>['catch']>[0]) {
      consumed = true
      return outcome.catch(handler)
    },
    finally(handler: Parameters<Promise<unknown>['finally']>[0]) {
      consumed = true
      return outcome.finally(handler)
    },
    [Symbol.toStringTag]: 'Promise',
  }
  return { outcome, isConsumed: () => consumed, handle }
}

/**
 * The outcome of a matcher, with every failure at the line that called it: what a check throws arose
 * later, and deep inside. Only the scenario's own errors, with which `check` itself rejects, keep
 * their frames.
 */
export function failingAt(
  site: Error,
  { outcome, check }: { readonly outcome: Promise<unknown>; readonly check: Promise<unknown> },
): Promise<unknown> {
  return outcome.catch(async (error: unknown) => {
    const rejection = await check.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    throw error === rejection ? atCallSite(error, site) : withFramesOf(site, error)
  })
}

/** Gives an error of ours the frames of the line that called the matcher; others keep theirs. */
export function atCallSite(error: unknown, site: Error): unknown {
  return isOurs(error) ? withFramesOf(site, error) : error
}

function withFramesOf(site: Error, error: unknown): unknown {
  if (typeof error !== 'object' || error === null || Object.isFrozen(error)) return error
  const { name, message } = error as Error
  const frames = (site.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  ;(error as Error).stack = [`${name}: ${message}`, ...frames].join('\n')
  return error
}

function isOurs(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && code.startsWith('PLATEAU_')
}
