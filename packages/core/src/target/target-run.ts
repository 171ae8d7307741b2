import { completed, type History, warmUpOf } from '../decide/history.ts'
import { seriesOf } from '../decide/series-of.ts'
import type { Terms } from '../decide/terms.ts'
import type { ResolvedOptions } from '../options.ts'
import type { EvidenceParts } from '../plateau/assemble-verdict.ts'
import type { ProbeName } from '../plateau/verdict.ts'
import { unfollowedNote } from '../report/advice.ts'
import type { Deadline } from './deadline.ts'
import type { RemoteBirths } from './remote-births.ts'
import type { RemoteStores } from './remote-stores.ts'
import { type ProbeSpec, type Target, TargetError, type TargetSession } from './target.ts'

/** One check of a target while it runs: what its stages share. */
export interface TargetRun {
  readonly target: Target
  readonly session: TargetSession
  /** The judged ones. */
  readonly probes: readonly ProbeSpec[]
  readonly options: ResolvedOptions
  readonly deadline: Deadline
  readonly history: History
  readonly terms: Terms
  /** Milliseconds of the deadline's time until the target was open. */
  readonly openedMs: number
  /** Undefined before births are recorded. */
  births: RemoteBirths | undefined
  /** Undefined before the stores were listed. */
  stores: RemoteStores | undefined
  /** Bytes outside the heap that their counts take. */
  notedBytes: number
  /** How often it was asked for proof while its legs ran. */
  askedForProof: number
  /** What it proved to grow. */
  proven: readonly ProbeName[]
}

/** Runs one batch. Rejects with `TargetError` when the target stopped by itself. */
export async function runBatch(run: TargetRun, iterations: number): Promise<void> {
  const { session, deadline, target } = run
  const done = await deadline.within(session.run(iterations, deadline.signal))
  if (done < iterations) {
    throw new TargetError(
      `Target '${target.name}' stopped after ${done} of ${iterations} iterations without a reason.`,
    )
  }
}

/** Reads every judged probe. Rejects with `TargetError` when one has no reading: that is never a pass. */
export async function takeSample(run: TargetRun, how?: 'hurried'): Promise<Float64Array> {
  const { session, deadline, target, probes } = run
  const sample = await deadline.within(session.sample(how))
  return Float64Array.from(probes, ({ name }) => {
    const reading = sample[name]
    if (typeof reading === 'number' && Number.isFinite(reading)) return reading
    throw new TargetError(
      `Target '${target.name}' gave no reading of '${name}': received ${String(reading)}.`,
    )
  })
}

/** What was seen up to now, as a verdict tells it. */
export function partsOf({ history, session, options, deadline }: TargetRun): EvidenceParts {
  const hidden = history.hidden && {
    probe: 'heap' as const,
    unit: 'bytes' as const,
    collection: 'full' as const,
    ...history.hidden,
  }
  return {
    // What full collections hid is drawn instead of what they showed.
    series: seriesOf(history).map((read) => (hidden && read.probe === 'heap' ? hidden : read)),
    iterations: completed(history) - warmUpOf(history),
    judgedIterations: Math.floor(completed(history) / 2),
    elapsedMs: deadline.spentMs(),
    tolerate: options.tolerate,
    unmeasured: [
      ...(session.unmeasured ?? []).map(({ message }) => message),
      ...(history.lacking === undefined ? [] : [unfollowedNote(history.lacking)]),
    ],
  }
}
