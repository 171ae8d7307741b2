import type { ProbeName, Verdict } from '@plateau/core'
import { amountText, countedNoun } from './amounts.ts'

/** An object such as `{ id, name }` takes 32 bytes, and its slot in a store 8. */
const SMALL_BYTES = 40
const LARGE_BYTES = 1000

/** What is kept of memory, by the probe that reads it; resident memory is of all kinds. */
const KEPT: Partial<Record<ProbeName, string>> = {
  heap: 'object',
  external: 'buffer',
  native: 'native block',
}

/** What a pass could see, as people think of leaks: one object in every so many. Undefined for other verdicts. */
export function resolutionText({ kind, resolution }: Verdict): string | undefined {
  if (kind !== 'plateau') return undefined
  const [first, ...others] = Object.entries(resolution)
    .toSorted(([one], [other]) => rank(one) - rank(other))
    .flatMap(([probe, perIteration]) => leastSeen(probe as ProbeName, perIteration) ?? [])
  if (first === undefined) return undefined
  const seen = [first.endsWith(ONE) ? first : `${first} iterations`, ...others].join(', ')
  return `That is ${seen}. What is rarer or smaller may have passed.`
}

const ONE = 'every iteration'

function rank(probe: string): number {
  const at = Object.keys(KEPT).indexOf(probe)
  return at === -1 ? Number.POSITIVE_INFINITY : at
}

/** `one object of 40 bytes in every 3`; undefined where nothing can be said. */
function leastSeen(probe: ProbeName, perIteration: number): string | undefined {
  if (!(perIteration > 0) || !Number.isFinite(perIteration)) return undefined
  const counted = countedNoun(probe)
  if (counted !== undefined) {
    return perIteration > 1 ? undefined : `one ${counted} in ${each(1, perIteration)}`
  }
  const kept = KEPT[probe]
  if (kept === undefined || perIteration > LARGE_BYTES) return undefined
  const bytes = perIteration > SMALL_BYTES ? LARGE_BYTES : SMALL_BYTES
  return `one ${kept} of ${amountText(bytes)} bytes in ${each(bytes, perIteration)}`
}

/** Rounded down: what comes any rarer would not have shown. */
function each(amount: number, perIteration: number): string {
  const iterations = amountText(Math.floor(amount / perIteration))
  return iterations === '1' ? ONE : `every ${iterations}`
}
