import { ITERATIONS_PER_BOUNDED_ENTRY } from '../decide/terms.ts'
import type { ResolvedOptions } from '../options.ts'
import type { TargetRun } from './target-run.ts'

/** Iterations over which a leak of one object in a hundred shows three times in the second half. */
const ENOUGH_ITERATIONS = 640

/** With slow iterations fewer must do, but never fewer: a list has then doubled five times. */
const FEWEST_ITERATIONS = 48

/** Parts of the time: what a plateau of slow iterations may take, and when doubling must end for the rest to fit. */
const PLATEAU_SHARE = 0.4
const DOUBLING_SHARE = 0.25

/** Where too few iterations would be left to convict, doubling goes on for longer; confirmation adds 1.25 times the total. */
const SCARCE_SHARE = 0.4
const CONFIRMED_TIMES = 2.25

/** Growth is confirmed after so many iterations: most caches of a page are full by then. */
export const CONFIRM_AT = 5000

/** Or when so many bytes have grown: doubling a leak of megabytes must not fill the machine. */
const GROWN_BYTES = 64 * 2 ** 20

/** A doubling, equal batches of 1.25 times its total, and a re-run must fit into what is allowed. */
const ITERATIONS_TO_COME = 5

/** Iterations in all at the first sample, or what fits into this time: earlier ones teach nothing. */
const FIRST_SAMPLE = 40
const FIRST_SAMPLE_MS = 100

export function firstSampleAt({ completed, iterationMs, options }: TargetRun): number {
  const inTime = Math.floor(FIRST_SAMPLE_MS / Math.max(iterationMs, 1e-6))
  const allowed = Math.floor(options.maxIterations / (4 * ITERATIONS_TO_COME))
  return Math.max(completed, 1, Math.min(FIRST_SAMPLE, inTime, allowed))
}

/** Iterations in all before a plateau may be called. */
export function enoughIterations({ options, iterationMs, deadline }: TargetRun): number {
  const affordable = Math.floor((PLATEAU_SHARE * deadline.limitMs) / Math.max(iterationMs, 1e-6))
  const enough = Math.min(ENOUGH_ITERATIONS, Math.max(FEWEST_ITERATIONS, affordable))
  return Math.min(Math.max(enough, filled(options)), options.maxIterations)
}

/** How many iterations shall be judged, no more and no less; undefined where the check decides that. */
export function exactIterations({ options, completed }: TargetRun): number | undefined {
  const { iterations, maxIterations } = options
  if (iterations !== undefined) return iterations
  const left = maxIterations - completed
  return isFewIterations(options) && left > 0 ? left : undefined
}

function isFewIterations({ maxIterations, bounded }: ResolvedOptions): boolean {
  return bounded === undefined && maxIterations < 2 * ENOUGH_ITERATIONS
}

/**
 * A cache of 100 entries looks like a leak until it is full, and a slow page may never fill it. Counts
 * of elements and listeners need fewer iterations, for hardly any cache holds such.
 */
const CONVICTING_ITERATIONS = 256

/** How many iterations it takes to call growth a leak; a number that was asked for is judged as it is. */
export function convictingIterations({ options }: TargetRun, byCounts: boolean): number {
  const isAsked = options.iterations !== undefined || isFewIterations(options)
  if (isAsked) return 0
  return byCounts ? FEWEST_ITERATIONS : CONVICTING_ITERATIONS
}

/** Whether what grew shall now be confirmed in equal batches rather than doubled once more. */
export function isTimeToConfirm(run: TargetRun, openedMs: number): boolean {
  const { completed, options, deadline, iterationMs, samples, probes } = run
  const available = deadline.limitMs - openedMs
  const isScarce = CONFIRMED_TIMES * completed < CONVICTING_ITERATIONS
  const share = isScarce ? SCARCE_SHARE : DOUBLING_SHARE
  const after = deadline.spentMs() - openedMs + completed * iterationMs + 2 * run.sampleMs
  const grown = probes.some(
    ({ unit }, at) =>
      unit === 'bytes' &&
      (samples.at(-1)?.readings[at] ?? 0) - (samples[0]?.readings[at] ?? 0) > GROWN_BYTES,
  )
  return (
    completed >= Math.max(CONFIRM_AT, filled(options)) ||
    grown ||
    after > share * available ||
    isNearLastIteration(run)
  )
}

/** Whether another doubling would leave too few of the allowed iterations to confirm what it shows. */
export function isNearLastIteration({ completed, options }: TargetRun): boolean {
  return ITERATIONS_TO_COME * completed > options.maxIterations
}

/** The part of the remaining time that the equal batches may take; evidence and explanation need the rest. */
const CONFIRMATION_SHARE = 0.4

/** In shorter batches, one odd allocation would make them disagree. */
const SHORTEST_BATCH = 8

/** Iterations of one of so many equal batches, or what the time allows. */
export function equalBatch(run: TargetRun, wanted: number, batches: number): number {
  const affordableMs = (CONFIRMATION_SHARE * run.deadline.leftMs()) / batches - run.sampleMs
  const inTime = Math.floor(affordableMs / Math.max(run.iterationMs, 1e-4))
  return Math.max(1, Math.min(wanted, Math.max(inTime, SHORTEST_BATCH)))
}

/** A run for evidence has phases of one and two units, beside what comes before and after them, and costs about two samples. */
const EVIDENCE_UNITS = 8
const EVIDENCE_SAMPLES = 2
const EVIDENCE_SHARE = 0.5
const LONGEST_PHASE = 512

/** Iterations of the first phase of a run for evidence; 0 where there is no time for one. */
export function evidenceIterations(run: TargetRun): number {
  const left = EVIDENCE_SHARE * run.deadline.leftMs() - EVIDENCE_SAMPLES * run.sampleMs
  const inTime = Math.floor(left / Math.max(run.iterationMs, 1e-4) / EVIDENCE_UNITS)
  return Math.max(0, Math.min(LONGEST_PHASE, Math.ceil(run.completed / 4), inTime))
}

function filled({ bounded }: ResolvedOptions): number {
  return ITERATIONS_PER_BOUNDED_ENTRY * (bounded ?? 0)
}
