import type { Unit } from './series.ts'

/**
 * Bytes that readings of an idle harness may differ by: V8's record of collections moves by 16 B a
 * batch on Node 22 to 26, boxed numbers come and go, and what waits between two readings differs by 80 B.
 */
export const HARNESS_BYTES = 96

/** Nothing is waited for between minor collections. */
const MINOR_HARNESS_BYTES = 64

/**
 * A batch that V8 collects meanwhile leaves the promise and the generator of its loop behind, 250 B, for
 * the next full collection. Allowed where a batch is so long that the rate below is more.
 */
const MINOR_LOOP_BYTES = 320

/**
 * Bytes per iteration below which a rise is the engine's, not the scenario's: irregular steps of
 * 0.05 B per iteration were seen over 36,000 clean iterations. The smallest leak looked for, one
 * 16-byte object in an 8-byte slot every 100th iteration, is 0.24 B per iteration.
 */
const ENGINE_BYTES_PER_ITERATION = 0.1

/** How far a probe may rise over so many iterations and still be level. Counts may not rise at all. */
export function allowance(unit: Unit, iterations: number, toleratedPerIteration: number): number {
  const tolerated = toleratedPerIteration * iterations
  if (unit === 'count') return tolerated
  return tolerated + Math.max(HARNESS_BYTES, ENGINE_BYTES_PER_ITERATION * iterations)
}

/** After a minor collection the bound must be tight: what it lets pass is never looked at again. */
export function minorAllowance(
  unit: Unit,
  iterations: number,
  toleratedPerIteration: number,
): number {
  const tolerated = toleratedPerIteration * iterations
  if (unit === 'count') return tolerated
  const ofLoop = Math.min(ENGINE_BYTES_PER_ITERATION * iterations, MINOR_LOOP_BYTES)
  return tolerated + Math.max(MINOR_HARNESS_BYTES, ofLoop)
}
