import type { Growth } from '../verdict.ts'

/** When a limit will be reached, in milliseconds from now; the later bound may be infinite. */
export interface LimitReached {
  readonly at: number
  readonly interval: [earliest: number, latest: number]
}

/** When growth of bytes fills what is left up to a limit at this pace; undefined where it never will. */
export function limitReached(
  { perIteration, interval: [low, high] }: Pick<Growth, 'perIteration' | 'interval'>,
  state: {
    readonly current: number
    readonly limitBytes: number
    readonly iterationsPerMs: number
  },
): LimitReached | undefined {
  const leftBytes = Math.max(0, state.limitBytes - state.current)
  const after = (bytesPerIteration: number) =>
    bytesPerIteration > 0 ? leftBytes / bytesPerIteration / state.iterationsPerMs : Infinity
  const at = after(perIteration)
  if (!(state.iterationsPerMs > 0) || !Number.isFinite(at)) return undefined
  return { at, interval: [after(Math.max(high, perIteration)), after(low)] }
}
