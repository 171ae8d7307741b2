// Taken when this module loads: fake timers replace the globals later. No import, for this runs in pages too.
const { clearTimeout, performance, setTimeout } = globalThis
const now = performance.now.bind(performance)

/** The check's time is over: not an error of the target. */
export class TimeUp extends Error {}

/** The time and the signal of one check of a target. */
export interface Deadline {
  /** Aborted with the user's reason, or with `TimeUp`. */
  readonly signal: AbortSignal
  readonly limitMs: number
  spentMs(): number
  leftMs(): number
  /** Waits for a piece of work; once the signal is aborted, no longer than a grace, and rejects with its reason. */
  within<Result>(work: Promise<Result>, graceMs?: number): Promise<Result>
  cancel(): void
}

/** Kept back from the limit, to end what was started. */
const RESERVE = 0.04

/** What a piece of work may still take to end by itself once it was aborted; of a short limit, no more than the test has left. */
const GRACE_MS = 1000
const GRACE_SHARE = 0.08

export function startDeadline(limitMs: number, userSignal: AbortSignal | undefined): Deadline {
  const startedMs = now()
  const deadlineMs = startedMs + limitMs * (1 - RESERVE)
  const controller = new AbortController()
  const { signal } = controller
  function onUserAbort(): void {
    controller.abort(userSignal?.reason)
  }
  const timer = setTimeout(() => controller.abort(new TimeUp()), deadlineMs - startedMs)
  if (userSignal?.aborted) onUserAbort()
  userSignal?.addEventListener('abort', onUserAbort, { once: true })

  return {
    signal,
    limitMs,
    spentMs: () => now() - startedMs,
    leftMs: () => deadlineMs - now(),
    within: (work, graceMs = Math.min(GRACE_MS, GRACE_SHARE * limitMs)) =>
      untilAborted(work, signal, graceMs),
    cancel() {
      clearTimeout(timer)
      userSignal?.removeEventListener('abort', onUserAbort)
    },
  }
}

/** What aborted work rejects with is only the consequence: the signal's reason is what happened. */
function untilAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  graceMs: number,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    let grace: ReturnType<typeof setTimeout> | undefined
    function onAbort(): void {
      grace = setTimeout(() => reject(signal.reason), graceMs)
    }
    function end(settle: () => void): void {
      clearTimeout(grace)
      signal.removeEventListener('abort', onAbort)
      settle()
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    work.then(
      (result) => end(() => (signal.aborted ? reject(signal.reason) : resolve(result))),
      (error: unknown) => end(() => reject(signal.aborted ? signal.reason : error)),
    )
  })
}

/** Milliseconds of a monotonic clock that no fake timer moves. */
export function nowMs(): number {
  return now()
}
