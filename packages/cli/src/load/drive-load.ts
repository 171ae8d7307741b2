import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { TargetError } from '@plateau/core'
import { type FailureReason, reasonOf, type Service } from '@plateau/core/drive'
import { secretIn, withoutSecret } from './authorization.ts'
import { type IterationOf, type Lane, openLane } from './lane.ts'
import { countLatencies } from './latency.ts'
import { isShutOut, loginAdvice, SHUT_OUT_IN_A_ROW } from './login-advice.ts'
import type { AnswersSeen, LoadProgress, SoakLoad } from './soak-load.ts'
import { type Stage, stageAt } from './stages.ts'
import { watchTimeouts } from './watch-timeouts.ts'

export interface DrivenLoad extends IterationOf {
  /** In place of requests and of a function: what sends iterations of another kind. */
  readonly laneAt?: (service: Pick<Service, 'url' | 'stdio'>) => Lane
  /** What to do where iterations do not end: a sentence. */
  readonly timeoutAdvice?: () => string
  /** What a client does that gives up. Default: it vanishes in the middle. */
  readonly givingUp?: string
  /** As that of `SoakLoad`. */
  readonly overStdio?: string
  /** Iterations per second; undefined: each lane begins the next when one has ended. */
  readonly ratePerSecond: number | undefined
  /** The most iterations that are under way at once. */
  readonly concurrency: number
  /** After so long an iteration has failed. */
  readonly timeoutMs: number
  /** Lanes over the time under load, over and over; undefined: as many as `concurrency` all the time. */
  readonly stages?: readonly Stage[]
}

/**
 * The built-in load. With a rate it is open-loop: iteration i is due i / rate seconds after the leg
 * began, whatever became of those before it, and its latency counts from then. Coordinated omission
 * (Tene, 2013) would hide that a target falls behind.
 */
export function driveLoad(load: DrivenLoad): SoakLoad {
  const lanes: Lane[] = []
  const latencies = countLatencies()
  const answers: AnswersSeen = { all: 0, redirected: 0 }
  const progress: LoadProgress = { completed: 0, failed: 0, answers }
  let address: string | undefined
  let loadedMs = 0

  function closeLanes(): void {
    for (const lane of lanes.splice(0)) lane.close()
  }

  return {
    progress,
    notes: notesOn(load),
    ...(load.overStdio !== undefined && { overStdio: load.overStdio }),
    takeLatency: () => latencies.take(),
    async run(iterations, { url, stdio, signal }) {
      // What explains growth may be another process, at another address.
      if (url !== address) closeLanes()
      address = url
      while (lanes.length < load.concurrency)
        lanes.push(
          load.laneAt?.({ url, ...(stdio && { stdio }) }) ?? openLane(url, { ...load, answers }),
        )
      const startedMs = performance.now()
      await runLeg({ load, lanes, iterations, signal, latencies, progress, loadedMs })
      loadedMs += performance.now() - startedMs
    },
    close: closeLanes,
  }
}

function notesOn({ abandoned, givingUp = VANISHING }: DrivenLoad): readonly string[] {
  if (abandoned === undefined) return []
  return [`In ${percent(abandoned)} of the iterations ${givingUp}, as was asked for.`]
}

const VANISHING = 'the client vanishes in the middle'

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`
}

interface Leg {
  readonly load: DrivenLoad
  readonly lanes: readonly Lane[]
  readonly iterations: number
  readonly signal: Service['signal']
  readonly latencies: ReturnType<typeof countLatencies>
  readonly progress: LoadProgress
  /** How long the legs before it took. */
  readonly loadedMs: number
}

/** Failures in a row after which it is no longer a load that is measured. */
const FAILED_IN_A_ROW = 50

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

  async function runLane(lane: Lane, untilMs = Number.POSITIVE_INFINITY): Promise<void> {
    while (next < iterations && !stop.signal.aborted && performance.now() < untilMs) {
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
      const how = await lane.iterate(underWay.signal, n)
      failures.inARow = 0
      failures.timedOutInARow = 0
      // Nobody waited for the end of what was given up.
      if (how === 'whole') leg.latencies.add(performance.now() - (dueMs || begunMs))
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

  /** Connections are closed with each stage and each leg: those of more lanes would be growth at a checkpoint. */
  async function runStages(stages: readonly Stage[]): Promise<void> {
    while (next < iterations && !stop.signal.aborted) {
      const nowMs = performance.now()
      const { lanes: count, leftMs } = stageAt(stages, leg.loadedMs + nowMs - startedMs)
      const open = lanes.slice(0, count)
      await Promise.all(open.map((lane) => runLane(lane, nowMs + leftMs)))
      for (const lane of open) lane.close()
    }
  }

  try {
    await (load.stages ? runStages(load.stages) : Promise.all(lanes.map((lane) => runLane(lane))))
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
      `The target has not answered for ${load.timeoutMs / 1000} s: ${failures.timedOutInARow} iterations in a row were given up.${load.timeoutAdvice ? ` ${load.timeoutAdvice()}` : ''}`,
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
