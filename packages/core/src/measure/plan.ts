import type { ResolvedOptions } from '../options.ts'
import { ITERATIONS_PER_BOUNDED_ENTRY } from '../options.ts'
import { CONVICTING_BYTES, NATIVE_BATCHES, SUSPECT_RATE } from '../plateau/native-growth.ts'

/** Iterations over which a leak of one object in a hundred shows three times in the second half. */
const ENOUGH_ITERATIONS = 640

/** With slow iterations fewer must do, but never fewer: a list has then doubled five times. */
const FEWEST_ITERATIONS = 48

/** The part of the time limit that a plateau of slow iterations may take. */
const PLATEAU_SHARE = 0.4

/** Growth is confirmed after so many iterations: caches of 10 000 entries are full by then. */
const CONFIRM_AT = 20_000

/** Or when the next doubling would take the check past this part of its time: confirmation and re-run need the rest. */
const DOUBLING_SHARE = 0.25

/** Samples, with their collections, that follow the doubling: the equal batches and the re-run. */
const SAMPLES_TO_COME = 20

/**
 * Or when so many bytes have grown: the confirmation more than doubles them again, and what explains
 * the growth reads the whole heap.
 */
export const GROWN_BYTES: number = 16 * 2 ** 20

/** Handles and descriptors are a scarce good of the process: a leak of them is confirmed in short batches. */
export const SCARCE_BATCH = 48

/** Iterations of the first sampled batch of a fast scenario, or what fits into this time. */
const FIRST_BATCH = 512
const FIRST_BATCH_MS = 6

/** Iterations in all before a plateau may be called. */
export function enoughIterations(options: ResolvedOptions, iterationMs: number): number {
  const affordable = (PLATEAU_SHARE * options.timeLimitMs) / Math.max(iterationMs, 1e-6)
  const enough = Math.min(ENOUGH_ITERATIONS, Math.max(FEWEST_ITERATIONS, Math.floor(affordable)))
  const bounded = ITERATIONS_PER_BOUNDED_ENTRY * (options.bounded ?? 0)
  return Math.min(Math.max(enough, bounded), options.maxIterations)
}

/** Iterations in all at the first sample. */
export function firstTarget(plan: {
  readonly completed: number
  readonly iterationMs: number
  readonly bytesPerIteration: number
  readonly options: ResolvedOptions
}): number {
  const { completed, iterationMs, bytesPerIteration, options } = plan
  const inTime = Math.floor(FIRST_BATCH_MS / Math.max(iterationMs, 1e-6))
  const inMemory = Math.floor(GROWN_BYTES / Math.max(bytesPerIteration, 1))
  const target = Math.max(2 * completed, Math.min(FIRST_BATCH, inTime, inMemory))
  const filled = 2 * (options.bounded ?? 0)
  const allowed = Math.floor(options.maxIterations / ITERATIONS_TO_COME)
  return Math.max(completed, Math.min(Math.max(target, filled), allowed))
}

/** Bytes per iteration below which the latest doubling was level, but for what code leaves that runs for the first time. */
const LEVEL_BYTES_PER_ITERATION = 8

/** The part of the time limit that doublings may take while they are level, where equal batches would fit too and where not. */
const LEVEL_SHARE = 0.5
const ONLY_LEVEL_SHARE = 0.9

/**
 * Whether growth shall now be confirmed in equal batches rather than doubled once more. After a quiet
 * doubling one more may decide, for the price of one sample.
 */
export function isTimeToConfirm(state: {
  readonly completed: number
  readonly spentMs: number
  readonly iterationMs: number
  /** How many times slower an iteration was than in the batch before: some leaks slow their scenario down. */
  readonly slowdown: number
  readonly sampleMs: number
  readonly grownBytes: number
  /** Bytes that the latest doubling grew by, per iteration. */
  readonly latestBytesPerIteration: number
  /** Doublings in a row that were quiet. */
  readonly quiet: number
  readonly options: ResolvedOptions
}): boolean {
  const { completed, spentMs, iterationMs, slowdown, sampleMs, grownBytes, options } = state
  const { latestBytesPerIteration, quiet } = state
  const confirmAt = Math.max(CONFIRM_AT, ITERATIONS_PER_BOUNDED_ENTRY * (options.bounded ?? 0))
  if (completed >= confirmAt || grownBytes >= GROWN_BYTES) return true
  const doubledMs = spentMs + completed * iterationMs * slowdown
  const areBatchesInTime = spentMs + SAMPLES_TO_COME * sampleMs <= options.timeLimitMs
  if (!areBatchesInTime && latestBytesPerIteration < LEVEL_BYTES_PER_ITERATION)
    return doubledMs + sampleMs > ONLY_LEVEL_SHARE * options.timeLimitMs
  if (quiet > 0) return doubledMs + sampleMs > LEVEL_SHARE * options.timeLimitMs
  return (
    doubledMs > DOUBLING_SHARE * options.timeLimitMs ||
    doubledMs + SAMPLES_TO_COME * sampleMs > options.timeLimitMs
  )
}

/** A doubling, equal batches of 1.25 times its total, and a re-run must fit into what is allowed. */
const ITERATIONS_TO_COME = 5

/** Whether one more doubling would leave too few of the allowed iterations to confirm what it shows. */
export function mustConfirm(completed: number, { maxIterations }: ResolvedOptions): boolean {
  return ITERATIONS_TO_COME * completed > maxIterations
}

/** Whether a doubling, the equal batches and a re-run fit into what is left of time and iterations. */
export function isTimeForRound(state: {
  readonly completed: number
  readonly leftMs: number
  readonly iterationMs: number
  readonly sampleMs: number
  readonly options: ResolvedOptions
}): boolean {
  const { completed, leftMs, iterationMs, sampleMs, options } = state
  const neededMs = ITERATIONS_TO_COME * completed * iterationMs + SAMPLES_TO_COME * sampleMs
  return neededMs <= leftMs && !mustConfirm(2 * completed, options)
}

/** With so few allowed iterations nothing can be adaptive: all of them are judged in equal parts. */
export function isFewIterations({ maxIterations, bounded }: ResolvedOptions): boolean {
  return bounded === undefined && maxIterations < 2 * ENOUGH_ITERATIONS
}

/** The part of the remaining time that the equal batches may take; a re-run needs the rest. */
const CONFIRMATION_SHARE = 0.45

/** Iterations of one equal batch: a full further doubling in four, or what the time allows. */
export function equalBatch(state: {
  readonly completed: number
  readonly leftMs: number
  readonly iterationMs: number
  readonly slowdown: number
  readonly sampleMs: number
  readonly scarce: boolean
  readonly batches: number
  /** Growth so far, all probes of bytes together. */
  readonly bytesPerIteration: number
}): number {
  const { completed, leftMs, iterationMs, slowdown, sampleMs, scarce, batches } = state
  const inMemory = Math.floor(
    CONFIRMED_BYTES / Math.max(state.bytesPerIteration, 1) / (batches + 1),
  )
  const doubling = Math.min(
    scarce ? SCARCE_BATCH : Math.ceil(completed / batches),
    Math.max(inMemory, Math.ceil(completed / FEWEST_OF_COMPLETED)),
  )
  const paceMs = iterationMs * Math.min(slowdown, MOST_SLOWDOWN)
  const affordableMs = (CONFIRMATION_SHARE * leftMs) / (batches + 1) - sampleMs
  const batchMs = Math.max(affordableMs, BATCH_PER_SAMPLE * sampleMs)
  const inTime = Math.floor(batchMs / Math.max(paceMs, 1e-4))
  return Math.min(doubling, Math.max(inTime, SHORTEST_BATCH))
}

/**
 * A leak of kilobytes per iteration is confirmed in shorter batches, so that the heap stays small enough
 * to be explained; in a sixteenth of what was run at least.
 */
const CONFIRMED_BYTES = 24 * 2 ** 20
const FEWEST_OF_COMPLETED = 16

/** A sample is paid for anyway: a batch may take this part of its time, for longer batches agree better. */
const BATCH_PER_SAMPLE = 0.25

/** Native memory is confirmed in batches that prove a leak of that rate with this much to spare. */
const NATIVE_SPARE = 1.25

/** The part of the remaining time that the batches of native memory may take, and one that is thrown away. */
const NATIVE_SHARE = 0.6

/** Iterations of one equal batch of native memory; at least 1. */
export function nativeBatch(state: {
  readonly bytesPerIteration: number
  readonly leftMs: number
  readonly iterationMs: number
  readonly sampleMs: number
}): number {
  const { bytesPerIteration, leftMs, iterationMs, sampleMs } = state
  const bytes = (NATIVE_SPARE * CONVICTING_BYTES) / NATIVE_BATCHES
  const wanted = Math.ceil(bytes / Math.max(bytesPerIteration, SUSPECT_RATE))
  const batchMs = (NATIVE_SHARE * leftMs) / (NATIVE_BATCHES + 1) - sampleMs
  return Math.max(1, Math.min(wanted, Math.floor(batchMs / Math.max(iterationMs, 1e-4))))
}

/** In shorter batches, one odd allocation would make them disagree. */
const SHORTEST_BATCH = 8

/** Beyond it, one odd batch would be taken for a trend. */
const MOST_SLOWDOWN = 4
