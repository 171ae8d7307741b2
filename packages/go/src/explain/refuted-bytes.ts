import type { Culprit, Growth } from '@plateau/core'
import type { Profile } from '../profile/decode-profile.ts'
import { doubtOfBytes } from './doubts.ts'

/**
 * Why bytes that rose without more objects are no proof: what a program keeps is of some line, and no line kept more in a
 * run that noted every allocation. Undefined where they are proof, or the profiles could have missed it.
 */
export function refutedBytes(
  growth: readonly Growth[],
  culprits: readonly Culprit[],
  { settled, iterations }: { readonly settled: readonly Profile[]; readonly iterations: number },
): string | undefined {
  const isHeapAlone = growth.every(({ probe }) => probe === 'heap')
  const isExact = settled.length > 0 && settled.every(({ period }) => period === 1)
  if (!isHeapAlone || !isExact || culprits.length > 0) return undefined
  return doubtOfBytes(iterations * settled.length)
}
