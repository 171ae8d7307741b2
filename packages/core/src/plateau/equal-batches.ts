import { allowance } from './allowance.ts'
import type { Unit } from './series.ts'

/**
 * What equal batches show: `flat`, no growth over all of them; `steady`, each grew by the same;
 * `irregular`, growth that comes and goes or comes in steps, as of a store that doubles.
 */
export type Shape = 'flat' | 'steady' | 'irregular'

export interface EqualBatches {
  readonly unit: Unit
  /** Growth of each batch. The first batch after a change of length is not among them. */
  readonly deltas: readonly number[]
  readonly iterationsPerBatch: number
  readonly toleratedPerIteration: number
  /** Iterations in all when the last batch ended. */
  readonly iterations: number
  /** So many may come at once without the scenario's doing. Default 1. */
  readonly stray?: number
}

/** Equal batches of a real leak differed by at most 2 %; table growth in clean ones by 100 %. */
const AGREEING_BYTES = 0.1

/** Handles close with a delay: one more or less than the last batch is no disagreement. */
const AGREEING_COUNT = 0.25

/**
 * A single step below so many bytes per iteration in all is no store of the scenario that grew: one
 * slot of 8 bytes per iteration makes an array grow by at least 2.7, a Map by more.
 */
const ONE_OFF_BYTES_PER_ITERATION = 2

export function shapeOf(batches: EqualBatches): Shape {
  const { unit, deltas, iterationsPerBatch, toleratedPerIteration } = batches
  const growth = deltas.reduce((sum, delta) => sum + delta, 0)
  const judged = iterationsPerBatch * deltas.length
  if (growth <= allowance(unit, judged, toleratedPerIteration)) return 'flat'
  if (isOneOff(batches, growth) || isStray(batches, growth)) return 'flat'
  const highest = Math.max(...deltas)
  const lowest = Math.min(...deltas)
  if (lowest <= 0) return 'irregular'
  const spread = unit === 'bytes' ? AGREEING_BYTES * highest : Math.max(1, AGREEING_COUNT * highest)
  return highest - lowest <= spread ? 'steady' : 'irregular'
}

/** One batch stepped up by little, and all others together stayed level. */
function isOneOff(batches: EqualBatches, growth: number): boolean {
  const { unit, deltas, iterationsPerBatch, toleratedPerIteration, iterations } = batches
  if (unit === 'count' || deltas.length < 3) return false
  const highest = Math.max(...deltas)
  const others = iterationsPerBatch * (deltas.length - 1)
  return (
    highest <= ONE_OFF_BYTES_PER_ITERATION * iterations &&
    growth - highest <= Math.min(highest / 4, allowance(unit, others, toleratedPerIteration)) &&
    // A fall may hide growth: together with it, a step is no single one.
    Math.min(...deltas) >= -allowance(unit, iterationsPerBatch, 0)
  )
}

/** A runner starts a timer or opens a file of its own now and then: one more, over many iterations, is not the scenario's. */
const STRAY_ITERATIONS = 32

function isStray(batches: EqualBatches, growth: number): boolean {
  const { unit, deltas, iterationsPerBatch, stray = 1 } = batches
  const isAtOnce = growth <= Math.max(...deltas)
  const isLong = deltas.length * iterationsPerBatch >= STRAY_ITERATIONS
  return unit === 'count' && growth <= stray && isAtOnce && isLong
}
