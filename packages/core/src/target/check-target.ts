import { completed, createHistory, elapsedMs } from '../decide/history.ts'
import type { DecidedCheck } from '../decide/history-json.ts'
import { type Terms, termsOf } from '../decide/terms.ts'
import { MisuseError } from '../errors.ts'
import type { ResolvedOptions } from '../options.ts'
import type { Verdict } from '../plateau/verdict.ts'
import { verdictOf } from '../report/verdict-of-decision.ts'
import { type Deadline, startDeadline, TimeUp } from './deadline.ts'
import { plateauDecides } from './drive-target.ts'
import { explained, proved } from './explain-target.ts'
import { followOpening, hangingStep } from './hanging-step.ts'
import { historyProbeOf } from './history-probes.ts'
import { notOpened, notPrepared } from './not-begun.ts'
import {
  type ProbeSpec,
  refuseUnusable,
  type Target,
  TargetError,
  type TargetSession,
  wholeMessage,
} from './target.ts'
import { partsOf, type TargetRun } from './target-run.ts'

/** Where a target is checked from. */
export interface TargetPlace {
  readonly isInTest?: boolean
  /** Left out where there is no file to write, as in a page. */
  readonly keepHistory?: KeepHistory
}

type KeepHistory = (check: DecidedCheck) => void

/**
 * Runs a target until its probes have levelled off or their growth is proved. Rejects with what the
 * target rejects with, with `TargetError` when it cannot be driven or sampled, and with the signal's
 * reason. Whatever happens, its session is closed. It imports nothing of Node, for it runs in pages too.
 */
export async function checkTarget(
  target: Target,
  given: ResolvedOptions,
  here: TargetPlace,
): Promise<Verdict> {
  try {
    return await prepareAndCheck(target, given, here)
  } catch (error) {
    throw toldWhole(error)
  }
}

/** A check leaves no report: whoever reads its error sees what the target printed, too. */
function toldWhole(error: unknown): unknown {
  if (!(error instanceof TargetError) || error.output === undefined) return error
  const { cause, message, stack = '' } = error
  const told = new TargetError(wholeMessage(error), cause === undefined ? {} : { cause })
  told.stack = stack.replace(message, () => told.message)
  return told
}

async function prepareAndCheck(
  target: Target,
  given: ResolvedOptions,
  here: TargetPlace,
): Promise<Verdict> {
  refuseUnusable(target)
  judgedProbes(target, target.probes, given)
  given.signal?.throwIfAborted()
  const preparedMs = await prepare(target, given, here.isInTest ?? false)
  if (preparedMs === undefined) return notPrepared(target, given)
  const options = { ...given, timeLimitMs: given.timeLimitMs - preparedMs }
  const deadline = startDeadline(options.timeLimitMs, options.signal)
  try {
    const hanging = followOpening(target, deadline)
    const session = await open(target, deadline, options.keep)
    if (session === undefined) return notOpened(deadline, hanging())
    const probes = judgedProbes(target, session.probes ?? target.probes, options)
    const run = startRun({ target, session, probes, options, deadline })
    return await whileOpen(run, here.keepHistory)
  } finally {
    deadline.cancel()
  }
}

/**
 * Milliseconds of the check's time that its preparation took: none outside a test, whose time would
 * pass meanwhile. Undefined where that was all of it.
 */
async function prepare(
  target: Target,
  { timeLimitMs, signal }: ResolvedOptions,
  isInTest: boolean,
): Promise<number | undefined> {
  if (target.prepare === undefined) return 0
  if (!isInTest) {
    await target.prepare()
    return 0
  }
  const deadline = startDeadline(timeLimitMs, signal)
  try {
    // It heeds no signal: a grace would only let the test's own timeout come first.
    await deadline.within(target.prepare(), 0)
    return deadline.spentMs()
  } catch (error) {
    if (error instanceof TimeUp) return undefined
    throw error
  } finally {
    deadline.cancel()
  }
}

function judgedProbes(
  target: Target,
  readable: readonly ProbeSpec[],
  { probes }: ResolvedOptions,
): readonly ProbeSpec[] {
  const judged = readable.filter(({ name }) => probes === undefined || probes.includes(name))
  if (judged.length > 0) return judged
  const known = readable.map(({ name }) => name).join(', ')
  throw new MisuseError(
    `None of the probes ${probes?.join(', ')} is read in target '${target.name}': it is judged by ${known}.`,
  )
}

/** Undefined when the time was over first. A session that opens after that is closed at once. */
async function open(
  target: Target,
  deadline: Deadline,
  keep: ResolvedOptions['keep'],
): Promise<TargetSession | undefined> {
  const { signal, limitMs: timeLimitMs } = deadline
  const opening = target.open({ signal, timeLimitMs, keep })
  try {
    return await deadline.within(opening)
  } catch (error) {
    if (deadline.signal.aborted) void opening.then((late) => late.close()).catch(ignore)
    if (error instanceof TimeUp) return undefined
    throw error
  }
}

function ignore(): void {}

function startRun(
  opened: Pick<TargetRun, 'target' | 'session' | 'probes' | 'options' | 'deadline'>,
): TargetRun {
  const { target, session, probes, options, deadline } = opened
  const openedMs = deadline.spentMs()
  const terms = termsOf(options, {
    limitMs: Math.max(1, deadline.limitMs - openedMs),
    collections: 'full',
    legs: target.schedule === 'equal-legs' ? 'equal' : 'doubling',
    witness: witnessOf(session),
    hides: session.hidden !== undefined,
    realms: 1,
    isFirst: false,
  })
  const history = createHistory(probes.map(historyProbeOf))
  const nothing = {
    births: undefined,
    stores: undefined,
    notedBytes: 0,
    askedForProof: 0,
    proven: [],
  }
  return { ...opened, openedMs, terms, history, ...nothing }
}

function witnessOf({ port, evidence }: TargetSession): Terms['witness'] {
  if (port !== undefined) return 'births'
  return evidence === undefined ? 'readings' : 'evidence'
}

/** An error of the check is worth more than one of closing. */
async function whileOpen(run: TargetRun, keep: KeepHistory | undefined): Promise<Verdict> {
  let verdict: Verdict
  try {
    verdict = await judge(run, keep)
  } catch (error) {
    await run.session.close().catch(ignore)
    throw error
  }
  await run.session.close()
  return verdict
}

/** Growth that the target cannot show again is no proof: the check goes on, for what rose may level off. */
async function judge(run: TargetRun, keep: KeepHistory | undefined): Promise<Verdict> {
  const verdict = await decide(run, keep)
  if (verdict.kind === 'plateau') return verdict
  if (verdict.kind === 'unsettled') return proved(verdict, run)
  const told = await explained(verdict, run)
  if (!run.history.isRefuted) return told
  const again = await decide(run, keep)
  return again.kind === 'plateau' ? again : told
}

/** Drives the procedure to its end, and tells what it decided. */
async function decide(run: TargetRun, keep: KeepHistory | undefined): Promise<Verdict> {
  const { history, terms, target, options, deadline } = run
  const decision = await plateauDecides(run)
  await stopWitnesses(run)
  keep?.({ name: target.name, history, terms, decision })
  return verdictOf(decision, {
    parts: partsOf(run),
    options,
    completed: completed(history),
    iterationMs: elapsedMs(history) / Math.max(1, completed(history)),
    limitMs: deadline.limitMs,
    isHanging: history.isTimeUp && completed(history) === 0,
    hangingStep: hangingStep(run),
  })
}

/** What explains records anew; a target that does not answer any more has nothing left to stop. */
async function stopWitnesses({ births, stores, deadline }: TargetRun): Promise<void> {
  await deadline.within(births?.stop() ?? Promise.resolve()).catch(ignore)
  await deadline.within(stores?.close() ?? Promise.resolve()).catch(ignore)
}
