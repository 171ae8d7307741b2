import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { TargetError } from '@plateau/core'
import { type FailureReason, reasonOf, type Service } from '@plateau/core/drive'
import { secretIn, withoutSecret } from './authorization.ts'
import { type IterationOf, type Lane, openLane } from './lane.ts'
import { countLatencies } from './latency.ts'
import { isShutOut, loginAdvice, SHUT_OUT_IN_A_ROW } from './login-advice.ts'
import type { LoadProgress, SoakLoad } from './soak-load.ts'

export interface DrivenLoad extends IterationOf {
  /** Iterations per second; undefined: each lane begins the next when one has ended. */
  readonly ratePerSecond: number | undefined
  /** The most iterations that are under way at once. */
  readonly concurrency: number
  /** After so long an iteration has failed. */
  readonly timeoutMs: number
}

/**
 * The built-in load. With a rate it is open-loop: iteration i is due i / rate seconds after the leg
 * began, whatever became of those before it, and its latency counts from then. Coordinated omission
 * (Tene, 2013) would hide that a target falls behind.
 */
export function driveLoad(load: DrivenLoad): SoakLoad {
  const lanes: Lane[] = []
  const latencies = countLatencies()
  const progress: LoadProgress = { completed: 0, failed: 0 }
  let address: string | undefined

  function closeLanes(): void {
    for (const lane of lanes.splice(0)) lane.close()
  }

  return {
    progress,
    takeLatency: () => latencies.take(),
    async run(iterations, { url, signal }) {
      // What explains growth may be another process, at another address.
      if (url !== address) closeLanes()
      address = url
      while (lanes.length < load.concurrency) lanes.push(openLane(url, load))
      await runLeg({ load, lanes, iterations, signal, latencies, progress })
    },
    close: closeLanes,
  }
}

interface Leg {
  readonly load: DrivenLoad
  readonly lanes: readonly Lane[]
  readonly iterations: number
  readonly signal: Service['signal']
  readonly latencies: ReturnType<typeof countLatencies>
  readonly progress: LoadProgress
}

/** Failures in a row after which it is no longer a load that is measured. */
const FAILED_IN_A_ROW = 50

/** How often what is under way is looked at for its time. */
const WATCH_MS = 100

/** Resolves when all of them have ended: the load is drained. Rejects when the target no longer answers. */
async function runLeg(leg: Leg): Promise<void> {
  const { load, lanes, iterations, signal } = leg
  const stop = new AbortController()
  const watch = watchTimeouts(load.timeoutMs)
  const startedMs = performance.now()
  const before = leg.progress.completed
  const failures = { inARow: 0, timedOutInARow: 0 }
  let next = 0
  const onAbort = (): void => stop.abort(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })

  async function runLane(lane: Lane): Promise<void> {
    while (next < iterations && !stop.signal.aborted) {
      const at = next++
      const dueMs =
        load.ratePerSecond === undefined ? 0 : startedMs + (1000 * at) / load.ratePerSecond
      if (!(await untilDue(dueMs, stop.signal))) return
      await iterateOnce(lane, { dueMs, n: before + at + 1 })
    }
  }

  async function iterateOnce(
    lane: Lane,
    { dueMs, n }: { readonly dueMs: number; readonly n: number },
  ): Promise<void> {
    const begunMs = performance.now()
    const underWay = watch.begin(stop.signal)
    try {
      await lane.iterate(underWay.signal, n)
      failures.inARow = 0
      failures.timedOutInARow = 0
      leg.latencies.add(performance.now() - (dueMs || begunMs))
    } catch (error) {
      if (stop.signal.aborted) return
      leg.progress.failed++
      leg.progress.lastFailure = { ...reasonToTell(error, load), cause: error }
      failures.inARow++
      failures.timedOutInARow += underWay.isTimedOut() ? 1 : 0
      const reason = whyHopeless(failures, leg)
      if (reason) stop.abort(reason)
    } finally {
      underWay.end()
    }
    leg.progress.completed++
  }

  try {
    await Promise.all(lanes.map(runLane))
  } finally {
    watch.close()
    signal.removeEventListener('abort', onAbort)
  }
  stop.signal.throwIfAborted()
  refuseFailures(leg.progress)
}

function whyHopeless(
  failures: { readonly inARow: number; readonly timedOutInARow: number },
  { load, progress }: Leg,
): TargetError | undefined {
  if (failures.timedOutInARow >= load.concurrency) {
    return new TargetError(
      `The target has not answered for ${load.timeoutMs / 1000} s: ${failures.timedOutInARow} iterations in a row were given up.`,
    )
  }
  if (isShutOutOfAll(failures.inARow, progress)) {
    return failed(
      `None of the first ${failures.inARow} iterations was let in: ${why(progress)}.${loginAdvice(progress.lastFailure?.status, load.headers)}`,
      progress,
    )
  }
  if (failures.inARow < FAILED_IN_A_ROW) return undefined
  return failed(
    `${failures.inARow} iterations in a row failed, the last one because ${why(progress)}.${loginAdvice(progress.lastFailure?.status, load.headers)}`,
    progress,
  )
}

function isShutOutOfAll(inARow: number, { completed, lastFailure }: LoadProgress): boolean {
  return inARow >= SHUT_OUT_IN_A_ROW && inARow > completed && isShutOut(lastFailure?.status)
}

function reasonToTell(error: unknown, { headers }: DrivenLoad): FailureReason {
  const { output, ...reason } = reasonOf(error)
  if (output === undefined) return reason
  return { ...reason, output: withoutSecret(output, secretIn(headers)) }
}

/** More failures than this and what is measured is the handling of errors. */
const FAILED_SHARE = 0.01

/** So few may have one cause, such as a worker that was replaced. */
const FEWEST_FAILURES = 5

/** Throws `TargetError` where too many iterations have failed in all. */
export function refuseFailures(progress: LoadProgress): void {
  const { completed, failed: count } = progress
  if (count < FEWEST_FAILURES || count <= FAILED_SHARE * completed) return
  throw failed(
    `${count} of ${completed} iterations failed, more than 1 %; the last one because ${why(progress)}. Mend the target or the request: a soak of errors says nothing.`,
    progress,
  )
}

function why({ lastFailure }: LoadProgress): string {
  return lastFailure?.reason ?? 'of a reason that is not known'
}

function failed(sentence: string, { lastFailure }: LoadProgress): TargetError {
  const { output, cause } = lastFailure ?? {}
  return new TargetError(sentence, { cause, ...(output !== undefined && { output }) })
}

/** False once the signal is aborted. */
async function untilDue(dueMs: number, signal: AbortSignal): Promise<boolean> {
  const leftMs = dueMs - performance.now()
  if (leftMs > 0) await pause(leftMs, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

interface UnderWay {
  readonly signal: AbortSignal
  isTimedOut(): boolean
  end(): void
}

/** One timer for all lanes: one for each iteration would cost more than the iteration. */
function watchTimeouts(timeoutMs: number): {
  begin(outer: AbortSignal): UnderWay
  close(): void
} {
  const running = new Map<AbortController, number>()
  const late = new WeakSet<AbortController>()
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [controller, begunMs] of running) {
      if (now - begunMs < timeoutMs) continue
      late.add(controller)
      controller.abort(new TargetError(`it had not ended after ${timeoutMs / 1000} s`))
    }
  }, WATCH_MS)
  return {
    begin(outer) {
      const controller = new AbortController()
      const onAbort = (): void => controller.abort(outer.reason)
      outer.addEventListener('abort', onAbort, { once: true })
      running.set(controller, performance.now())
      return {
        signal: controller.signal,
        isTimedOut: () => late.has(controller),
        end() {
          running.delete(controller)
          outer.removeEventListener('abort', onAbort)
        },
      }
    },
    close: () => clearInterval(timer),
  }
}
