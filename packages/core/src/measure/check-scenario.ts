import type { ResolvedOptions } from '../options.ts'
import * as verdict from '../plateau/assemble-verdict.ts'
import type { GrowthVerdict, Verdict } from '../plateau/verdict.ts'
import { hangingSetupAdvice } from '../report/advice.ts'
import type { ResolvedScenario } from '../scenario.ts'
import { type Budget, startBudget } from './budget.ts'
import { type CheckRun, createCheckRun, TimeUp } from './check-run.ts'
import { nowMs } from './clock.ts'
import { double } from './doubling.ts'
import { explain } from './explain.ts'
import { createIterationLoop, isThenable } from './iteration-loop.ts'
import { judgeGrowth } from './judge-growth.ts'
import { judgeNative } from './judge-native.ts'
import { judgeWorkers } from './judge-workers.ts'
import { findMinorPlateau } from './minor-first.ts'
import { startNativeWatch } from './native-watch.ts'
import { restoreEngine, silenceEngine } from './noise-switch.ts'
import { coarsePlateau, outOfTime, partsOfDoubling } from './out-of-time.ts'
import { firstTarget, isFewIterations, isTimeForRound } from './plan.ts'
import { rehearseOnce, sampleForNothing } from './rehearsal.ts'
import { createSampler, type Wait } from './sampler.ts'
import { judgedProbes, unjudged } from './thread-probes.ts'
import { warmUp } from './warm-up.ts'

/**
 * Runs a scenario until its memory and handles have levelled off, or their growth is proved. What it
 * returns yields only what must be awaited, so a plateau that needs no turn of the event loop is
 * decided without one. Whatever happens, the engine's flags are restored and the teardown runs.
 */
export function checkScenario(
  scenario: ResolvedScenario,
  options: ResolvedOptions,
): Generator<Wait, Verdict, unknown> {
  // Of a function compiled before, V8 makes its feedback vector after some resumptions: 1,184 B between two samples.
  silenceEngine()
  const steps = check(scenario, options)
  restoreEngine()
  return steps
}

function* check(
  scenario: ResolvedScenario,
  options: ResolvedOptions,
): Generator<Wait, Verdict, unknown> {
  options.signal?.throwIfAborted()
  const budget = startBudget(options.timeLimitMs)
  let context: unknown
  try {
    const made = scenario.setup()
    context = isThenable(made) ? yield made : made
  } catch (error) {
    if (!(error instanceof TimeUp)) throw error
    return hangingSetup(options, budget)
  }
  let failed = true
  try {
    const run = startRun(() => scenario.run(context), options, budget)
    try {
      const found = yield* judgeBeyond(run, yield* decide(run))
      failed = false
      return found.kind === 'growth' ? yield* explain(run, found, scenario.name) : found
    } finally {
      run.sampler.endMinor()
      restoreEngine()
    }
  } finally {
    yield* tearDown(scenario, context, failed)
  }
}

function hangingSetup({ tolerate }: ResolvedOptions, budget: Budget): Verdict {
  const parts = {
    series: [],
    iterations: 0,
    judgedIterations: 0,
    elapsedMs: budget.spentMs(),
    tolerate,
  }
  return verdict.unsettled(parts, {
    reason: 'time',
    suspects: [],
    advice: hangingSetupAdvice(budget.limitMs),
  })
}

function startRun(run: () => unknown, options: ResolvedOptions, budget: Budget): CheckRun {
  const judged = judgedProbes(options)
  const probes = judged.filter(({ isSeldom = false }) => !isSeldom)
  const loop = createIterationLoop({
    run,
    throws: options.throws,
    nowMs,
    deadlineMs: budget.deadlineMs,
    signal: options.signal,
  })
  silenceEngine()
  return createCheckRun({
    options,
    probes,
    unmeasured: unjudged(options),
    loop,
    sampler: createSampler(probes),
    budget,
    native: startNativeWatch(judged),
  })
}

/** Rounds of doubling and equal batches: each further one is another chance to be misled. */
const MOST_ROUNDS = 3

/** The verdict on this heap; what was left open for want of time may still rule out the leaks that matter. */
function* decide(run: CheckRun): Generator<Wait, Verdict, unknown> {
  const found = yield* decideExactly(run)
  return found.kind === 'unsettled' ? coarsePlateau(run, found) : found
}

/** The story of a check: cheap upper bounds, doubling, equal batches, and a re-run where bytes leave doubt. */
function* decideExactly(run: CheckRun): Generator<Wait, Verdict, unknown> {
  let found: Verdict | undefined
  try {
    const { bytesPerIteration, opensHandles } = yield* warmUp(run)
    run.native?.begin(run.loop.completed)
    const exactly = exactIterations(run)
    if (exactly !== undefined) {
      rehearseOnce(run)
      return yield* judgeGrowth(run, exactly)
    }
    const { completed } = run.loop
    const target = firstTarget({
      completed,
      iterationMs: run.iterationMs,
      bytesPerIteration,
      options: run.options,
    })
    run.scarce = opensHandles
    if (!opensHandles && (yield* findMinorPlateau(run, target)))
      return verdict.plateau(partsOfDoubling(run))
    yield* sampleForNothing(run)
    for (let round = 1; ; round++) {
      const end = yield* doubleInside(run)
      if (end === 'quiet') return verdict.plateau(partsOfDoubling(run))
      if (end !== 'grew') return end
      found = yield* judgeGrowth(run, undefined)
      if (found.kind !== 'unsettled' || round === MOST_ROUNDS || !isRoundLeft(run)) return found
    }
  } catch (error) {
    if (!(error instanceof TimeUp)) throw error
    return found ?? outOfTime(run)
  }
}

/** Doublings after which only what grows inside this heap is in doubt. */
function* doubleInside(run: CheckRun): Generator<Wait, GrowthVerdict | 'quiet' | 'grew', unknown> {
  const end = yield* double(run)
  if (end !== 'outside') return end
  const beyond = yield* judgeBeyond(run, verdict.plateau(partsOfDoubling(run)))
  if (beyond.kind === 'growth') return beyond
  return (yield* double(run)) === 'quiet' ? 'quiet' : 'grew'
}

/** What is still in doubt is looked at again, over more iterations, where the time allows. */
function isRoundLeft({
  loop,
  options,
  budget,
  iterationMs,
  slowdown,
  sampleMs,
}: CheckRun): boolean {
  return isTimeForRound({
    completed: loop.completed,
    leftMs: budget.leftMs(),
    iterationMs: iterationMs * slowdown,
    sampleMs,
    options,
  })
}

/** What grows beyond this heap: in worker threads, and in native code. */
function* judgeBeyond(run: CheckRun, found: Verdict): Generator<Wait, Verdict, unknown> {
  const judged = yield* judgeNative(run, yield* judgeWorkers(run, found))
  if (run.native) {
    run.native.isJudged = true
    run.native.begin(run.loop.completed)
  }
  return judged
}

/** How many iterations shall be judged, no more and no less; undefined where the check decides that. */
function exactIterations({ options, loop }: CheckRun): number | undefined {
  if (options.iterations !== undefined) return options.iterations
  const left = options.maxIterations - loop.completed
  return isFewIterations(options) && left > 0 ? left : undefined
}

/** The scenario's own error, where there is one, is worth more than a failing teardown's. */
function* tearDown(
  scenario: ResolvedScenario,
  context: unknown,
  failed: boolean,
): Generator<Wait, void, unknown> {
  try {
    const ended = scenario.teardown(context)
    if (isThenable(ended)) yield* untilSettled(ended)
  } catch (error) {
    if (!failed) throw error
  }
}

/** The verdict is known: when the time is over now, the teardown is still waited for. */
function* untilSettled(ended: Wait): Generator<Wait, void, unknown> {
  try {
    yield ended
  } catch (error) {
    if (!(error instanceof TimeUp)) throw error
    yield ended
  }
}
