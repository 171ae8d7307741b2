import { BY_CHANCE, QUIET_SHARE } from './bounds.ts'

/**
 * The one rule of every row: a leak keeps the same part of what each batch made, of the old as of the young.
 * What is in flight, windows, rings and ticks of a clock keep the young only; what fills keeps the old only;
 * one-off work stands in one batch.
 */

/** Fewer are chance: so many over eight batches leave one of them empty in most clean scenarios. */
export const FEWEST_KEPT = 6

/** The part of the batches that must have kept some. */
const FILLED_SHARE = 0.75

/** The old half and the young half of the batches keep the same per iteration, at least to this part of each other. */
const LEAST_OF_OTHER_HALF = 0.6

/** A leak that follows the iterations strays by this part of what is expected of a batch, or by one. */
const STRAY_SHARE = 0.25

/** From so many on, a spread as of chance (Poisson) is no disagreement: chi-square up to its mean and 4 standard deviations. */
const FEWEST_FOR_SPREAD = 40
const SPREAD_DEVIATIONS = 4

/** Whether what each batch kept is proportional to its iterations. */
export function isProportional(kept: readonly number[], iterations: readonly number[]): boolean {
  if (!isEnough(kept)) return false
  const filled = kept.filter((count) => count > 0).length
  if (filled < FILLED_SHARE * kept.length) return false
  const { old, young } = halvesOf(kept, iterations)
  const [oldRate, youngRate] = [old.kept / old.iterations, young.kept / young.iterations]
  if (Math.min(oldRate, youngRate) < LEAST_OF_OTHER_HALF * Math.max(oldRate, youngRate))
    return false
  return isEven(kept, iterations)
}

/** The part of the batches that one-off work may add to. */
const ADDED_SHARE = 0.25

/**
 * Whether what batches kept is proportional but for a few, to which one-off work may have added: every batch keeps some,
 * and the others as many as their iterations.
 */
export function isProportionalBesideOneOffs(
  kept: readonly number[],
  iterations: readonly number[],
): boolean {
  if (kept.some((count) => count === 0)) return false
  const rates = kept.map((count, at) => count / (iterations[at] ?? 1))
  const added = Math.floor(ADDED_SHARE * kept.length)
  const most = rates.toSorted((one, other) => other - one)[added] ?? 0
  const others = (counts: readonly number[]) => counts.filter((_, at) => (rates[at] ?? 0) <= most)
  return isProportional(others(kept), others(iterations))
}

/** Whether so many were kept that it is no chance. */
export function isEnough(kept: readonly number[]): boolean {
  return sum(kept) >= FEWEST_KEPT
}

function isEven(kept: readonly number[], iterations: readonly number[]): boolean {
  const rate = sum(kept) / sum(iterations)
  const expected = iterations.map((count) => rate * count)
  const isClose = kept.every(
    (count, at) =>
      Math.abs(count - (expected[at] ?? 0)) <= Math.max(1, STRAY_SHARE * (expected[at] ?? 0)),
  )
  if (isClose) return true
  if (sum(kept) < FEWEST_FOR_SPREAD) return false
  const spread = kept.reduce(
    (total, count, at) => total + (count - (expected[at] ?? 0)) ** 2 / (expected[at] ?? 1),
    0,
  )
  const freedom = kept.length - 1
  return spread <= freedom + SPREAD_DEVIATIONS * Math.sqrt(2 * freedom)
}

/**
 * A leak that keeps so many per iteration would be proportional: it leaves enough to be told from chance. Infinite where there
 * are no two batches, of which an old one and a young one may agree.
 */
export function smallestShown(iterations: readonly number[]): number {
  return iterations.length < 2 ? Number.POSITIVE_INFINITY : FEWEST_KEPT / sum(iterations)
}

/**
 * Objects per iteration that a leak may have kept at most: it is in every batch, so those that kept least bound it,
 * whatever one-off work or what is in flight left in others. Infinite where there are no batches. It makes little, for
 * it runs for each place.
 */
export function mostKept(kept: readonly number[], iterations: readonly number[]): number {
  const { length } = kept
  const isTaken: boolean[] = kept.map(() => false)
  let count = 0
  let done = 0
  let most = Number.POSITIVE_INFINITY
  for (let taken = 1; taken <= length; taken++) {
    const least = leastOf(kept, iterations, isTaken)
    isTaken[least] = true
    count += kept[least] ?? 0
    done += iterations[least] ?? 1
    if (taken >= QUIET_SHARE * length) most = Math.min(most, (count + BY_CHANCE) / done)
  }
  return most
}

/** The batch that kept least per iteration of those that are not taken yet. */
function leastOf(
  kept: readonly number[],
  iterations: readonly number[],
  isTaken: readonly boolean[],
): number {
  let least = isTaken.indexOf(false)
  for (let at = least + 1; at < kept.length; at++) {
    if (isTaken[at]) continue
    // By whole numbers: where nothing is compiled, a fraction is an object, and each object is recorded.
    const here = (kept[at] ?? 0) * (iterations[least] ?? 1)
    const there = (kept[least] ?? 0) * (iterations[at] ?? 1)
    if (here < there) least = at
  }
  return least
}

/** A rare leak leaves something now and then: in two batches, it is what was compiled or begun there. */
const FEWEST_FILLED = 3

/** Too few, or too uneven yet, to be told from chance, but spread over old and young as a rare or a clustered leak's are. */
export function mayBeRare(kept: readonly number[], iterations: readonly number[]): boolean {
  const all = sum(kept)
  const filled = kept.filter((count) => count > 0).length
  if (filled < FEWEST_FILLED || all >= FEWEST_FOR_SPREAD) return false
  const { old, young } = halvesOf(kept, iterations)
  if (Math.min(old.kept, young.kept) >= FEWEST_KEPT) return true
  if (old.kept === 0 || young.kept === 0) return false
  return kept.every((count) => count <= 1 + Math.ceil(all / kept.length))
}

interface Half {
  readonly kept: number
  readonly iterations: number
}

/** The batches up to half of the iterations, and those after. */
function halvesOf(
  kept: readonly number[],
  iterations: readonly number[],
): { readonly old: Half; readonly young: Half } {
  const half = sum(iterations) / 2
  let at = 0
  for (let done = 0; at < iterations.length - 1 && done < half; at++) done += iterations[at] ?? 0
  const part = (from: number, to: number): Half => ({
    kept: sum(kept.slice(from, to)),
    iterations: Math.max(1, sum(iterations.slice(from, to))),
  })
  return { old: part(0, at), young: part(at, kept.length) }
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
