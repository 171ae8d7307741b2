import { writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { clearTimeout, setTimeout } from 'node:timers'
import { isatty } from 'node:tty'
import { duration } from './units.ts'

/** Nielsen (1993): from one second on, whoever waits wonders whether anything still happens. */
const NOTICED_MS = 1000

const STDERR = 2

// Taken before fake timers replace it.
const now = performance.now.bind(performance)

interface Shown {
  readonly name: string
  readonly limitMs: number
}

/**
 * What a check in this process calls between its steps: tells once that it still runs, if somebody watches. Undefined
 * where nobody does. No timer, which would be counted with the scenario's own.
 */
export function progressOf(check: Shown): (() => void) | undefined {
  if (!isWatched(process.env)) return undefined
  const dueMs = now() + NOTICED_MS
  let isTold = false
  return () => {
    if (isTold || now() < dueMs) return
    isTold = true
    tell(check)
  }
}

/** As `progressOf`, for a check of what runs elsewhere. Call what it returns when the check has ended. */
export function showProgress(check: Shown): () => void {
  if (!isWatched(process.env)) return () => {}
  const timer = setTimeout(() => tell(check), NOTICED_MS)
  timer.unref()
  return () => clearTimeout(timer)
}

/**
 * A terminal, and no CI. A runner's workers write to a pipe: Vitest tells them of its terminal by `FORCE_TTY`, Jest by
 * the colours that it has.
 */
export function isWatched(
  { CI, FORCE_TTY, FORCE_COLOR, JEST_WORKER_ID }: NodeJS.ProcessEnv,
  isTerminal: boolean = isatty(STDERR),
): boolean {
  if (CI) return false
  const isOfJest = JEST_WORKER_ID !== undefined && FORCE_COLOR !== undefined && FORCE_COLOR !== '0'
  return isTerminal || FORCE_TTY === 'true' || isOfJest
}

/** A runner that draws on its own terminal wraps the stream. Into a pipe, no stream need be made. */
function tell(check: Shown): void {
  const line = `${progressLine(check)}\n`
  try {
    if (isatty(STDERR)) process.stderr.write(line)
    else writeSync(STDERR, line)
  } catch {
    // Nobody reads it any more, or the pipe is full.
  }
}

export function progressLine({ name, limitMs }: Shown): string {
  return `Plateau is checking ${name} for leaks: 1 s so far, at most ${duration(limitMs)}.`
}
