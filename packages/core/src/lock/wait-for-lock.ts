import { nowMs, sleep } from '../measure/clock.ts'
import { isStillTold } from './lock-file.ts'
import { type ProcessLock, tryLock } from './process-lock.ts'

export type Waited =
  | { readonly kind: 'held'; readonly waitedMs: number; readonly lock: ProcessLock }
  | { readonly kind: 'over'; readonly waitedMs: number }

/** A thread that waits looks so often; the turn of the event loop costs more than the look. */
const POLL_MS = 2

/** Whether the holder still lives is asked after so many looks. */
const POLLS_PER_QUESTION = 32

/** Waits for the other check of this process to end, or to die. Rejects when the signal aborts. */
export async function waitForLock({
  limitMs,
  signal,
}: {
  readonly limitMs: number
  readonly signal: AbortSignal | undefined
}): Promise<Waited> {
  const startedMs = nowMs()
  let path: string | undefined
  for (let polls = 1; ; polls++) {
    await sleep(POLL_MS)
    signal?.throwIfAborted()
    const waitedMs = nowMs() - startedMs
    if (path === undefined || polls % POLLS_PER_QUESTION === 0 || !isStillTold(path)) {
      const attempt = tryLock()
      if (attempt.kind === 'held') return { kind: 'held', waitedMs, lock: attempt.lock }
      path = attempt.path
    }
    if (waitedMs >= limitMs) return { kind: 'over', waitedMs }
  }
}
