import { elapsedMs, type History, type Phase } from './history.ts'
import type { Step } from './step.ts'
import type { Terms } from './terms.ts'

/** Longer than the second in which most clocks tick: what undici's and Node's own timers keep is gone by then. */
const TICK_MS = 1200

/** Where less time is left, the part of it that the pause may take. */
const PAUSE_SHARE = 0.3

/** Lets a clock tick before anything convicts. */
export function pauseFor(phase: Phase, history: History, { limitMs }: Terms): Step {
  const leftMs = Math.max(0, limitMs - elapsedMs(history))
  return { do: 'pause', phase, milliseconds: Math.round(Math.min(TICK_MS, PAUSE_SHARE * leftMs)) }
}
