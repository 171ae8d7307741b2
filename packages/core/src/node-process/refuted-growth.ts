import { differences } from '../plateau/differences.ts'
import type { GrowthVerdict } from '../plateau/verdict.ts'

/** A run of the target again that tells what each iteration leaves. */
export interface ToldRun {
  readonly isFound: boolean
  /** Iterations in all. */
  readonly iterations: number
}

/**
 * Why a heap that rose is no proof: things convict, and run again it left no object and no entry of a store. Undefined where
 * it left any, where something else grew than the bytes of the heap, or where so few iterations may have been too few.
 */
export function refutedGrowth(verdict: GrowthVerdict, told: ToldRun): string | undefined {
  const [heap, ...others] = verdict.growth
  const isHeapAlone = heap?.probe === 'heap' && others.length === 0 && !heap.types?.length
  if (told.isFound || !isHeapAlone || risesRarely(verdict, told.iterations)) return undefined
  return `It rose, but ${told.iterations} further iterations left no object and no entry of a store behind: what is compiled or cached while a program warms up does so. Give it more iterations to see it level off.`
}

/** Of the usual rise between two readings, what each of them rises by where it is even: what warms up rises in steps. */
const EVEN_SHARE = 0.5

/** Whether the heap rose as much between all later readings, which are further apart: a leak of every thousandth iteration need not show in fewer. */
function risesRarely({ series }: GrowthVerdict, iterations: number): boolean {
  const heap = series.find(({ probe }) => probe === 'heap')
  if (heap === undefined) return false
  const half = heap.readings.length >> 1
  const gaps = differences(heap.iterations.slice(half))
  const rises = differences(heap.readings.slice(half))
  const mean = rises.reduce((sum, rise) => sum + rise, 0) / rises.length
  return (
    mean > 0 && Math.max(...gaps) > iterations && rises.every((rise) => rise >= EVEN_SHARE * mean)
  )
}
