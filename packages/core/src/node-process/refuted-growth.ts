import type { GrowthVerdict } from '../plateau/verdict.ts'

/** A run of the target again that tells what each iteration leaves. */
export interface ToldRun {
  readonly isFound: boolean
  /** Iterations in all. */
  readonly iterations: number
}

/**
 * Why a heap that rose is no proof: things convict, and run again it left no object and no entry of a store. Undefined where
 * it left any, or where something else grew than the bytes of the heap.
 */
export function refutedGrowth(
  { growth }: GrowthVerdict,
  { isFound, iterations }: ToldRun,
): string | undefined {
  const [heap, ...others] = growth
  const isHeapAlone = heap?.probe === 'heap' && others.length === 0 && !heap.types?.length
  if (isFound || !isHeapAlone) return undefined
  return `It rose, but ${iterations} further iterations left no object and no entry of a store behind: what is compiled or cached while a program warms up does so. Give it more iterations to see it level off.`
}
