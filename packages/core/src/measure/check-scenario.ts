import type { CountedLeak } from '../attribution/store-leaks.ts'
import { createHistory } from '../decide/history.ts'
import { rehearseGate } from '../decide/rehearsal.ts'
import { convictedStores, entriesPerIteration } from '../decide/stores.ts'
import { termsOf } from '../decide/terms.ts'
import { type Budget, startBudget } from '../engine/budget.ts'
import { nowMs } from '../engine/clock.ts'
import { hasInspector } from '../engine/inspector-session.ts'
import { createIterationLoop, plateauSeesPromise } from '../engine/iteration-loop.ts'
import { judgedProbes, unjudged, witnessHere } from '../engine/judged-probes.ts'
import { restoreEngine, silenceEngine } from '../engine/noise-switch.ts'
import type { Wait } from '../engine/port.ts'
import { createSampler } from '../engine/sampler.ts'
import type { ResolvedOptions } from '../options.ts'
import * as verdict from '../plateau/assemble-verdict.ts'
import type { Verdict } from '../plateau/verdict.ts'
import { processState } from '../process-state.ts'
import { hangingSetupAdvice } from '../report/advice.ts'
import type { ResolvedScenario } from '../scenario.ts'
import { countRealms } from '../witness/realms.ts'
import { type CheckRun, TimeUp } from './check-run.ts'
import { plateauDecides } from './drive.ts'
import { explain } from './explain.ts'
import { judgeNative } from './judge-native.ts'
import { judgeWorkers } from './judge-workers.ts'
import { keepHistory } from './keep-history.ts'
import { startNativeWatch } from './native-watch.ts'
import { toVerdict } from './to-verdict.ts'
import { createWitnesses, type Witnesses } from './witnesses.ts'

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
    context = plateauSeesPromise(made) ? yield made : made
  } catch (error) {
    if (!(error instanceof TimeUp)) throw error
    return hangingSetup(options, budget)
  }
  let failed = true
  try {
    const begins = [scenario.received, context]
    const run = startRun({ run: () => scenario.run(context), begins }, options, budget)
    const witnesses = createWitnesses()
    try {
      const found = yield* judgeBeyond(run, yield* decide(run, witnesses, scenario.name))
      failed = false
      return found.kind === 'growth' ? yield* explain(run, found, scenario.name) : found
    } finally {
      witnesses.close()
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

function startRun(
  { run, begins }: { readonly run: () => unknown; readonly begins: readonly unknown[] },
  options: ResolvedOptions,
  budget: Budget,
): CheckRun {
  const state = processState()
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
  const terms = termsOf(options, {
    limitMs: options.timeLimitMs,
    witness: witnessHere(),
    ages: hasInspector(),
    realms: countRealms(),
    isFirst: !state.hasChecked,
  })
  if (terms.isFirst) rehearseGate(probes, terms)
  return {
    options,
    probes,
    unmeasured: [...unjudged(options)],
    loop,
    begins,
    sampler: createSampler(probes),
    history: createHistory(probes),
    terms,
    budget,
    births: undefined,
    stores: [],
    typesBefore: new Map(),
    native: startNativeWatch(judged),
  }
}

/** The verdict on this heap. */
function* decide(
  run: CheckRun,
  witnesses: Witnesses,
  name: string,
): Generator<Wait, Verdict, unknown> {
  try {
    const decision = yield* plateauDecides(run, witnesses)
    // One that threw has not compiled what decides.
    processState().hasChecked = true
    keepHistory({ ...run, name, decision })
    run.births = witnesses.births.latest()
    if (decision.kind === 'growth') run.stores = countedLeaks(run, witnesses)
    if (decision.because === 'stores-gain-entries') rememberIterations(run)
    return toVerdict(run, decision)
  } finally {
    yield* witnesses.end()
  }
}

/** A later check of the same store would see it fill the room that it took here. */
function rememberIterations({ loop }: CheckRun): void {
  const state = processState()
  state.iterationsOfStores = Math.max(state.iterationsOfStores, loop.completed)
}

function countedLeaks({ history }: CheckRun, { stores }: Witnesses): readonly CountedLeak[] {
  return convictedStores(history).map((store) => ({
    id: stores.idOf(store),
    container: store.container,
    entriesPerIteration: entriesPerIteration(history, store),
  }))
}

/** What grows beyond this heap: in worker threads, and in native code. */
function* judgeBeyond(run: CheckRun, found: Verdict): Generator<Wait, Verdict, unknown> {
  return yield* judgeNative(run, yield* judgeWorkers(run, found))
}

/** The scenario's own error, where there is one, is worth more than a failing teardown's. */
function* tearDown(
  scenario: ResolvedScenario,
  context: unknown,
  failed: boolean,
): Generator<Wait, void, unknown> {
  try {
    const ended = scenario.teardown(context)
    if (plateauSeesPromise(ended)) yield* untilSettled(ended)
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
