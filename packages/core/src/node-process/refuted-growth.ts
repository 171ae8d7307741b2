import type { GrowthVerdict } from '../plateau/verdict.ts'
import { number } from '../report/units.ts'

/** A run of the target again, under which nothing was found that each iteration left. */
export interface SilentRun {
  readonly isFound: boolean
  /** Iterations in all. */
  readonly iterations: number
  /** What the heap had gained after it, both times after a collection. */
  readonly leftBytes: number
}

/** What grows goes on growing: a heap that gained less than this share of what it should have did not. */
const LEAST_SHARE = 0.25

/**
 * Why a heap that rose is no proof: run again, it stayed where it was, and no object and no entry of a store was left.
 * Undefined where anything was, or where something else grew than the bytes of the heap.
 */
export function refutedGrowth(
  { growth }: GrowthVerdict,
  { isFound, iterations, leftBytes }: SilentRun,
): string | undefined {
  const [heap, ...others] = growth
  const isHeapAlone = heap?.probe === 'heap' && others.length === 0 && !heap.types?.length
  if (isFound || !isHeapAlone) return undefined
  const expected = heap.perIteration * iterations
  if (leftBytes >= LEAST_SHARE * expected) return undefined
  return `It rose for a while, and ${number(iterations)} further iterations left no object and no entry of a store behind, and ${number(Math.max(0, leftBytes))} bytes in place of ${number(expected)}: what is compiled or cached while it warms up does so. Give it more iterations to see it level off.`
}
