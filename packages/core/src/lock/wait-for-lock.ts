import { existsSync } from 'node:fs'
import { nowMs, sleep } from '../engine/clock.ts'
import { type ProcessLock, type Ticket, takeTicket, tryLock } from './process-lock.ts'

export type Waited =
  | { readonly kind: 'held'; readonly waitedMs: number; readonly lock: ProcessLock }
  | { readonly kind: 'over'; readonly waitedMs: number }

/** A thread that waits looks so often; the turn of the event loop costs more than the look. */
const POLL_MS = 2

/** Whether the holder still lives is asked after so many looks. */
const POLLS_PER_QUESTION = 32

/** A thread that does not take its turn after so many looks of another is passed over. */
const PATIENT_POLLS = 25

/**
 * Waits for the other checks of this process to end, or to die, in the order of asking. Rejects when the
 * signal aborts.
 */
export async function waitForLock(wait: {
  readonly limitMs: number
  readonly signal: AbortSignal | undefined
}): Promise<Waited> {
  const ticket = takeTicket()
  try {
    return await poll(ticket, wait)
  } finally {
    ticket?.release()
  }
}

async function poll(
  ticket: Ticket | undefined,
  { limitMs, signal }: Parameters<typeof waitForLock>[0],
): Promise<Waited> {
  const startedMs = nowMs()
  let path: string | undefined
  let passed = 0
  for (let polls = 1; ; polls++) {
    await sleep(POLL_MS)
    signal?.throwIfAborted()
    const waitedMs = nowMs() - startedMs
    // No descriptor is opened by that look: it would show in the readings of the main thread.
    if (path === undefined || polls % POLLS_PER_QUESTION === 0 || !existsSync(path)) {
      if (ticket) ticket.isPatient = passed < PATIENT_POLLS
      const attempt = tryLock(ticket)
      if (attempt.kind === 'held') return { kind: 'held', waitedMs, lock: attempt.lock }
      path = attempt.kind === 'taken' ? attempt.path : undefined
      passed = attempt.kind === 'queued' ? passed + 1 : 0
    }
    if (waitedMs >= limitMs) return { kind: 'over', waitedMs }
  }
}
