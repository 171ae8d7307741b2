import type { ResolvedOptions } from '../options.ts'
import { allowance } from '../plateau/allowance.ts'
import type { EvidenceParts } from '../plateau/assemble-verdict.ts'
import type { Series } from '../plateau/series.ts'
import type { ProbeName } from '../plateau/verdict.ts'
import { type Deadline, nowMs } from './deadline.ts'
import { type ProbeSpec, type Target, TargetError, type TargetSession } from './target.ts'

/** One check of a target while it runs: what its stages share. */
export interface TargetRun {
  readonly target: Target
  readonly session: TargetSession
  /** The judged ones. */
  readonly probes: readonly ProbeSpec[]
  readonly options: ResolvedOptions
  readonly deadline: Deadline
  /** Iterations in all. */
  completed: number
  /** Iterations before the first sample. */
  warmUp: number
  /** Milliseconds per iteration in the latest batch; 0 before the first. */
  iterationMs: number
  /** Milliseconds that the latest sample took. */
  sampleMs: number
  readonly samples: { readonly iterations: number; readonly readings: readonly number[] }[]
}

/** Runs one batch. Rejects with `TargetError` when the target stopped by itself. */
export async function runBatch(run: TargetRun, iterations: number): Promise<void> {
  const { session, deadline, target } = run
  const startedMs = nowMs()
  const completed = await deadline.within(session.run(iterations, deadline.signal))
  run.iterationMs = Math.max((nowMs() - startedMs) / Math.max(1, completed), 1e-4)
  run.completed += completed
  if (completed < iterations) {
    throw new TargetError(
      `Target '${target.name}' stopped after ${completed} of ${iterations} iterations without a reason.`,
    )
  }
}

/** Takes a sample. Rejects with `TargetError` when a probe has no reading: that is never a pass. */
export async function takeSample(run: TargetRun): Promise<void> {
  const { session, deadline, target, probes, samples } = run
  const startedMs = nowMs()
  const sample = await deadline.within(session.sample())
  run.sampleMs = nowMs() - startedMs
  const readings = probes.map(({ name }) => {
    const reading = sample[name]
    if (typeof reading === 'number' && Number.isFinite(reading)) return reading
    throw new TargetError(
      `Target '${target.name}' gave no reading of '${name}': received ${String(reading)}.`,
    )
  })
  samples.push({ iterations: run.completed, readings })
}

/** What each probe grew by between the last two samples. */
export function latestGrowth({ samples, probes }: TargetRun): readonly number[] {
  const [before, after] = samples.slice(-2)
  return probes.map((_, at) => (after?.readings[at] ?? 0) - (before?.readings[at] ?? 0))
}

/** Whether no probe grew in the last batch; a drop of bytes is not quiet, for it may hide growth. */
export function isQuiet(run: TargetRun, iterations: number): boolean {
  const growth = latestGrowth(run)
  return run.probes.every((probe, at) => {
    const delta = growth[at] ?? 0
    const allowed = allowance(probe.unit, iterations, accepted(run, probe, iterations))
    return delta <= allowed && (probe.unit === 'count' || delta >= -allowed)
  })
}

/** Growth per iteration that is no growth over so many: what the user tolerates and what is the target's own. */
export function accepted(
  { options }: TargetRun,
  { name, floorPerIteration, strayPerSample = 0 }: ProbeSpec,
  iterations: number,
): number {
  const stray = iterations > 0 ? strayPerSample / iterations : 0
  return (options.tolerate[name] ?? 0) + floorPerIteration + stray
}

/** The evidence as it stands, the judgement having been made over so many iterations. */
export function partsOf(run: TargetRun, judgedIterations: number): EvidenceParts {
  const tolerate: Partial<Record<ProbeName, number>> = {}
  for (const probe of run.probes) {
    tolerate[probe.name] = accepted(run, probe, judgedIterations)
  }
  return {
    series: seriesOf(run),
    iterations: run.completed - run.warmUp,
    elapsedMs: run.deadline.spentMs(),
    judgedIterations,
    tolerate,
    unmeasured: (run.session.unmeasured ?? []).map(({ message }) => message),
  }
}

export function seriesOf({ probes, samples }: TargetRun): readonly Series[] {
  return probes.map(({ name, unit }, at) => ({
    probe: name,
    unit,
    collection: 'full',
    iterations: samples.map(({ iterations }) => iterations),
    readings: samples.map(({ readings }) => readings[at] ?? 0),
  }))
}
