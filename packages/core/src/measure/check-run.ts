import type { CountedLeak } from '../attribution/store-leaks.ts'
import { type History, warmUpOf } from '../decide/history.ts'
import { iterationMs } from '../decide/pace.ts'
import { seriesOf } from '../decide/series-of.ts'
import type { Terms } from '../decide/terms.ts'
import type { Budget } from '../engine/budget.ts'
import type { IterationLoop } from '../engine/iteration-loop.ts'
import { compileUninlined, silenceEngine } from '../engine/noise-switch.ts'
import type { Wait } from '../engine/port.ts'
import type { Sampler } from '../engine/sampler.ts'
import type { ResolvedOptions } from '../options.ts'
import type { EvidenceParts } from '../plateau/assemble-verdict.ts'
import type { Probe } from '../probe/probe.ts'
import type { BirthProfile } from '../witness/birth-profile.ts'
import type { NativeWatch } from './native-watch.ts'

/** One check while it runs: what its stages share. */
export interface CheckRun {
  readonly options: ResolvedOptions
  readonly probes: readonly Probe[]
  /** Whole sentences: what is not judged here. */
  readonly unmeasured: string[]
  readonly loop: IterationLoop
  /** What was received as the scenario, and what its setup returned. */
  readonly begins: readonly unknown[]
  readonly sampler: Sampler
  readonly history: History
  readonly terms: Terms
  readonly budget: Budget
  /** Handles by type when births began to be recorded. */
  typesBefore: ReadonlyMap<string, number>
  /** What the latest look at births was made from. */
  births: BirthProfile | undefined
  /** The stores that convicted. */
  stores: readonly CountedLeak[]
  /** Undefined where native memory is not judged. */
  readonly native: NativeWatch | undefined
}

/** The check's time is over: not an error of the scenario. */
export class TimeUp extends Error {}

/** What takes less need not be planned for. */
const COSTLY_MS = 5

/**
 * Runs one batch. Ends the check when it was aborted or its time is over: a synchronous iteration cannot be interrupted,
 * so none is begun that cannot end in time.
 */
export function* runBatch(
  run: CheckRun,
  iterations: number,
  isSilent = true,
): Generator<Wait, void, unknown> {
  if (isSilent) silenceEngine()
  else compileUninlined()
  const usualMs = iterationMs(run.history)
  if (usualMs > COSTLY_MS && run.budget.leftMs() < usualMs) throw new TimeUp()
  const batch = run.loop.run(iterations)
  const completed = typeof batch === 'number' ? batch : ((yield batch) as number)
  run.history.isAsync = run.loop.isAsync
  run.options.signal?.throwIfAborted()
  if (completed < iterations) throw new TimeUp()
}

/** What was seen up to now, as a verdict tells it. */
export function partsOf(run: CheckRun): EvidenceParts {
  return {
    series: seriesOf(run.history),
    iterations: run.loop.completed - warmUpOf(run.history),
    judgedIterations: Math.floor(run.loop.completed / 2),
    elapsedMs: run.budget.spentMs(),
    tolerate: run.options.tolerate,
    unmeasured: run.unmeasured,
  }
}
