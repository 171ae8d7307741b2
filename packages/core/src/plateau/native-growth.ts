/** Equal batches, each of which must grow before native memory is called growing. */
export const NATIVE_BATCHES = 6

/** Allocators keep what was freed, in steps of up to megabytes: less in all says nothing. */
export const CONVICTING_BYTES: number = 16 * 2 ** 20
const LEAST_BYTES = 4 * 2 ** 20

/** Per iteration. One bitmap of 128 by 128 pixels has twice the first, an OpenSSL context about the second. */
const CONVICTING_RATE = 32 * 2 ** 10
export const SUSPECT_RATE: number = 8 * 2 ** 10

/** A batch that grew by less than this part of what makes a suspect did not grow. */
const GROWING_SHARE = 0.5

/** An allocator that fills slows down; the second half of a leak grows as the first. */
const LEVELLING = 0.5

/** What native memory grew by over a number of iterations. */
export interface NativeGrowth {
  readonly grownBytes: number
  readonly iterations: number
  readonly toleratedPerIteration: number
}

/** Whether so much growth is worth equal batches. It may still be the allocator's. */
export function deservesLook(growth: NativeGrowth): boolean {
  return untolerated(growth) >= smallestBytes(growth.iterations)
}

/** Whether it grew by what would convict it, had it been in equal batches. */
export function hasPlainlyGrown(growth: NativeGrowth): boolean {
  return untolerated(growth) >= Math.max(CONVICTING_BYTES, CONVICTING_RATE * growth.iterations)
}

/** The smallest leak per iteration that so many iterations would have shown. */
export function nativeResolution({ iterations, toleratedPerIteration }: NativeGrowth): number {
  if (iterations <= 0) return Number.POSITIVE_INFINITY
  return toleratedPerIteration + smallestBytes(iterations) / iterations
}

/** Whether a batch grew by more than an allocator's jitter. */
export function isNativeGrowing(batch: NativeGrowth): boolean {
  return untolerated(batch) >= GROWING_SHARE * SUSPECT_RATE * batch.iterations
}

export interface NativeBatches {
  /** Growth of each batch in bytes; fewer than `NATIVE_BATCHES` where one did not grow, or the time was over. */
  readonly deltas: readonly number[]
  readonly iterationsPerBatch: number
  readonly toleratedPerIteration: number
}

/** `unproved`: it grows as a leak does, but not by enough in all. */
export type NativeFinding = 'plateau' | 'suspect' | 'unproved' | 'growth'

/** What equal batches say of native memory. */
export function judgeNativeBatches(batches: NativeBatches): NativeFinding {
  const { deltas, iterationsPerBatch, toleratedPerIteration } = batches
  const grownBytes = deltas.reduce((sum, delta) => sum + delta, 0)
  const iterations = deltas.length * iterationsPerBatch
  const all = { grownBytes, iterations, toleratedPerIteration }
  const isGrowing = deltas.every((delta) =>
    isNativeGrowing({ grownBytes: delta, iterations: iterationsPerBatch, toleratedPerIteration }),
  )
  if (deltas.length === 0 || !isGrowing || !deservesLook(all)) return 'plateau'
  if (untolerated(all) < CONVICTING_RATE * iterations) return 'suspect'
  if (deltas.length < NATIVE_BATCHES || isLevelling(deltas)) return 'suspect'
  return untolerated(all) >= CONVICTING_BYTES ? 'growth' : 'unproved'
}

function isLevelling(deltas: readonly number[]): boolean {
  const half = deltas.length / 2
  const first = deltas.slice(0, half).reduce((sum, delta) => sum + delta, 0)
  const second = deltas.slice(half).reduce((sum, delta) => sum + delta, 0)
  return second < LEVELLING * first
}

function untolerated({ grownBytes, iterations, toleratedPerIteration }: NativeGrowth): number {
  return grownBytes - toleratedPerIteration * iterations
}

function smallestBytes(iterations: number): number {
  return Math.max(LEAST_BYTES, SUSPECT_RATE * iterations)
}
