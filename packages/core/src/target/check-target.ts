import { MisuseError } from '../errors.ts'
import type { ResolvedOptions } from '../options.ts'
import { unsettled } from '../plateau/assemble-verdict.ts'
import { acceptKnown } from '../plateau/known-leak.ts'
import type { GrowthVerdict, Verdict } from '../plateau/verdict.ts'
import {
  hangingAdvice,
  lateExplanationNote,
  openingAdvice,
  samplesAdvice,
  timeAdvice,
} from '../report/advice.ts'
import { type Deadline, startDeadline, TimeUp } from './deadline.ts'
import { doublingThenEqual } from './doubling-then-equal.ts'
import { equalLegs } from './equal-legs.ts'
import { type ProbeSpec, refuseUnusable, type Target, type TargetSession } from './target.ts'
import { enoughIterations } from './target-plan.ts'
import { partsOf, runBatch, type TargetRun } from './target-run.ts'

/**
 * Runs a target until its probes have levelled off or their growth is proved. Rejects with what the
 * target rejects with, with `TargetError` when it cannot be driven or sampled, and with the signal's
 * reason. Whatever happens, its session is closed. It imports nothing of Node, for it runs in pages too.
 */
export async function checkTarget(target: Target, options: ResolvedOptions): Promise<Verdict> {
  refuseUnusable(target)
  const probes = judgedProbes(target, options)
  options.signal?.throwIfAborted()
  await target.prepare?.()
  const deadline = startDeadline(options.timeLimitMs, options.signal)
  try {
    const session = await open(target, deadline, options.keep)
    if (session === undefined) return notOpened(deadline)
    return await whileOpen({
      target,
      session,
      probes,
      options,
      deadline,
      completed: 0,
      warmUp: 0,
      iterationMs: 0,
      sampleMs: 0,
      samples: [],
    })
  } finally {
    deadline.cancel()
  }
}

function judgedProbes(target: Target, { probes }: ResolvedOptions): readonly ProbeSpec[] {
  const judged = target.probes.filter(({ name }) => probes === undefined || probes.includes(name))
  if (judged.length > 0) return judged
  const known = target.probes.map(({ name }) => name).join(', ')
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

function notOpened(deadline: Deadline): Verdict {
  const parts = {
    series: [],
    iterations: 0,
    judgedIterations: 0,
    elapsedMs: deadline.spentMs(),
    tolerate: {},
  }
  const advice = openingAdvice(deadline.limitMs)
  return unsettled(parts, { reason: 'time', suspects: [], advice })
}

/** An error of the check is worth more than one of closing. */
async function whileOpen(run: TargetRun): Promise<Verdict> {
  let verdict: Verdict
  try {
    verdict = await decide(run)
    if (verdict.kind === 'growth') verdict = await explained(verdict, run)
  } catch (error) {
    await run.session.close().catch(ignore)
    throw error
  }
  await run.session.close()
  return verdict
}

/** The warm-up, the schedule, and what to say when the time is over. */
async function decide(run: TargetRun): Promise<Verdict> {
  try {
    await warmUp(run)
    return await (run.target.schedule === 'equal-legs' ? equalLegs(run) : doublingThenEqual(run))
  } catch (error) {
    if (error instanceof TimeUp) return outOfTime(run)
    throw error
  }
}

/** The first iterations compile, load and cache: nothing is learnt from them. */
const WARM_UP = 5

async function warmUp(run: TargetRun): Promise<void> {
  const { iterations, maxIterations } = run.options
  const asked = run.options.warmUp ?? Math.min(WARM_UP, iterations ?? Math.ceil(maxIterations / 4))
  if (asked > 0) await runBatch(run, 1)
  if (asked > 1) await runBatch(run, asked - 1)
  run.warmUp = run.completed
}

function outOfTime(run: TargetRun): Verdict {
  const { options, completed, iterationMs } = run
  const isOutOfIterations = completed >= options.maxIterations
  if (!isOutOfIterations && iterationMs === 0) {
    const advice = hangingAdvice(completed, options.timeLimitMs)
    return unsettled(partsOf(run, 0), { reason: 'time', suspects: [], advice })
  }
  const advice = isOutOfIterations
    ? samplesAdvice(options)
    : timeAdvice({
        options,
        iterations: completed,
        neededIterations: 4 * enoughIterations(run),
        iterationMs,
      })
  const reason = isOutOfIterations ? 'samples' : 'time'
  return unsettled(partsOf(run, 0), { reason, suspects: [], advice })
}

/** Whatever goes wrong here, the growth stands, unless it is a known one. */
async function explained(verdict: GrowthVerdict, run: TargetRun): Promise<Verdict> {
  const { options } = run
  const told = options.explain === 'off' ? verdict : await tryToExplain(verdict, run)
  if (options.known.length === 0) return told
  return acceptKnown(told, options.known, new Date().toISOString().slice(0, 10))
}

async function tryToExplain(verdict: GrowthVerdict, run: TargetRun): Promise<GrowthVerdict> {
  const { session, deadline } = run
  if (session.explain === undefined) return verdict
  try {
    const explanation = await deadline.within(session.explain(verdict))
    if (!('culprits' in explanation)) return { ...verdict, culprits: explanation }
    const { culprits, notes = [], kept = [] } = explanation
    return {
      ...verdict,
      culprits,
      ...(notes.length > 0 && { notes }),
      ...(kept.length > 0 && { kept }),
    }
  } catch (error) {
    run.options.signal?.throwIfAborted()
    return { ...verdict, notes: [whyNotExplained(error, run)] }
  }
}

function whyNotExplained(error: unknown, { deadline }: TargetRun): string {
  if (error instanceof TimeUp) return lateExplanationNote(deadline.limitMs)
  const said = error instanceof Error ? error.message : String(error)
  return `The growth could not be explained: ${said}`
}
