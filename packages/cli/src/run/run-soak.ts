import { setTimeout as pause } from 'node:timers/promises'
import { TargetError, type TargetSession } from '@plateau/core'
import { runCheckpoints } from './checkpoints.ts'
import { runContinuously } from './continuous.ts'
import { explainRun } from './explain-run.ts'
import { type How, howItEnded } from './how-it-ended.ts'
import { judgeRun } from './judge-run.ts'
import { openTarget } from './open-target.ts'
import type { EndRecord } from './run-record.ts'
import { addEvent, type Soak, type SoakLog, type SoakStatus } from './soak.ts'
import type { SoakPlan } from './soak-plan.ts'
import { noteEvents, takeRound } from './take-round.ts'

/** What a soak is run with, besides its plan. */
export interface SoakHooks {
  readonly log: SoakLog
  readonly status: SoakStatus
  /** Aborted, with the name of the signal as its reason, when the soak shall end early. */
  readonly signal: AbortSignal
  /** The target's own last words and other details, which no report keeps. */
  readonly tell: (text: string) => void
}

/**
 * Runs a soak from its start to its end record, whatever happens in between; its start record has been
 * added. Rejects only with `MisuseError`. When it resolves, the target has been closed.
 */
export async function runSoak(plan: SoakPlan, hooks: SoakHooks): Promise<EndRecord> {
  const stop = stopOf(hooks.signal)
  const how = await tryToRun(plan, hooks, stop)
  stop.cancel()
  const { log, status } = hooks
  status.phase = 'ending'
  const verdicts = judgeRun(log.records)
  status.verdicts = verdicts
  const end: EndRecord = {
    type: 'end',
    elapsedMs: log.elapsedMs(),
    iterations: status.iterations(),
    ...how,
    // What was cut off proves no plateau, but a leak that was proved stays one.
    verdicts: verdicts.filter(({ verdict }) => how.reason === 'done' || verdict.kind === 'growth'),
  }
  log.add(end)
  log.sync()
  return end
}

async function tryToRun(plan: SoakPlan, hooks: SoakHooks, stop: Stop): Promise<How> {
  let session: TargetSession | undefined
  try {
    session = await openTarget(plan, stop.signal)
    return await runIn(session, plan, { ...hooks, stop })
  } catch (error) {
    return howItEnded(error, hooks)
  } finally {
    await session?.close().catch((error: unknown) => {
      hooks.tell(`The target could not be closed: ${(error as Error).message}`)
    })
    if (plan.driver.kind === 'load') plan.driver.load.close()
  }
}

async function runIn(
  session: TargetSession,
  plan: SoakPlan,
  { log, status, stop, ...hooks }: SoakHooks & { readonly stop: Stop },
): Promise<How> {
  const soak: Soak = {
    plan,
    session,
    log,
    status,
    signal: stop.signal,
    known: new Map(),
    met: new Set(),
    intervals: [],
    lastRound: undefined,
    failedRounds: 0,
    censusesTaken: 0,
    censusFrom: 0,
    isCensusAnew: false,
    sent: [],
    realMemoryFromMs: 0,
  }
  const { driver } = plan
  if (driver.kind === 'load') {
    status.iterations = () => driver.load.progress.completed
    status.failed = () => driver.load.progress.failed
    for (const message of driver.load.notes ?? []) addEvent(soak, { kind: 'load', message })
  }
  for (const message of unmeasuredIn(session)) addEvent(soak, { kind: 'unmeasured', message })
  void session.ended?.then((end) => stop.abort(new TargetEnded(end)))
  try {
    await (driver.kind === 'external' || plan.mode === 'continuous'
      ? runContinuously(soak)
      : runCheckpoints(soak))
    const iterations = status.iterations()
    // What explains growth runs the load again.
    status.iterations = () => iterations
    await explainRun(soak)
    return { reason: 'done' }
  } catch (error) {
    const why = await whyReally(error, session)
    const isGone = why instanceof TargetEnded
    const seen = isGone ? [] : await lastLook(soak, hooks.signal.aborted)
    return howItEnded(why, { signal: hooks.signal, tell: hooks.tell }, seen)
  }
}

/** A check judges one process of a target and advises a soak for the others: this is one. */
function unmeasuredIn({ unmeasured = [], sampleAll }: TargetSession): readonly string[] {
  return unmeasured
    .filter(({ kind }) => kind !== 'other-processes' || sampleAll === undefined)
    .map(({ message }) => message)
}

/** The target ended by itself: a connection that broke is only the consequence. */
class TargetEnded extends TargetError {
  constructor({ message, output }: TargetError) {
    super(message, output === undefined ? {} : { output })
  }
}

/** The end of a process is heard of a moment after its connections broke. */
const ENDED_MS = 1000

async function whyReally(error: unknown, { ended }: TargetSession): Promise<unknown> {
  if (error instanceof TargetEnded || ended === undefined) return error
  if ((error as { code?: string }).code !== 'PLATEAU_TARGET') return error
  const end = await within(ENDED_MS, ended)
  return end === undefined ? error : new TargetEnded(end)
}

/** A CI kills what does not end soon after it was told to. */
const LAST_LOOK_MS = 5000

/** A target that hangs tells where only after it was given the time to answer. */
const LOOK_AT_FAILED_MS = 30_000

/** One more sample of whatever still runs, and what the target can tell of its state. */
async function lastLook(soak: Soak, isInterrupted: boolean): Promise<readonly string[]> {
  const before = soak.log.records.length
  const look = takeRound({ ...soak, signal: new AbortController().signal }).catch(() => undefined)
  await within(isInterrupted ? LAST_LOOK_MS : LOOK_AT_FAILED_MS, look)
  noteEvents(soak)
  const told = soak.log.records
    .slice(before)
    .flatMap((record) =>
      record.type === 'event' && record.kind === 'not-answering' ? [record.message] : [],
    )
  return [...new Set(told)]
}

/** Undefined where it took longer. */
async function within<Result>(
  milliseconds: number,
  work: Promise<Result>,
): Promise<Result | undefined> {
  const timer = new AbortController()
  const late = pause(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined)
  try {
    return await Promise.race([work, late])
  } finally {
    timer.abort()
  }
}

interface Stop {
  readonly signal: AbortSignal
  abort(reason: unknown): void
  cancel(): void
}

function stopOf(signal: AbortSignal): Stop {
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    cancel: () => signal.removeEventListener('abort', onAbort),
  }
}
