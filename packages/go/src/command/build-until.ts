import type { Target } from '@plateau/core'

/**
 * The target, built first by `build` until the signal is aborted: a target's own preparation has no
 * signal, and a compiler would go on for minutes. It finds the binary in the cache afterwards.
 */
export function builtUntil(
  target: Target,
  signal: AbortSignal,
  build: (signal: AbortSignal) => Promise<unknown>,
): Target {
  return {
    ...target,
    async prepare() {
      await build(signal)
      await target.prepare?.()
      signal.throwIfAborted()
    },
  }
}
