import { rateOfEqualBatches } from '../plateau/rate.ts'
import type { Growth } from '../plateau/verdict.ts'
import { batchesOf, riseInLedger } from './batches.ts'
import { BY_CHANCE, COARSEST_OBJECT, CONVICTING_BYTES_PER_ITERATION, STILL_HELD } from './bounds.ts'
import { isDisplaced } from './displacement.ts'
import { gateMoves, hasRisen, isPlain, isTelling } from './gate-heap.ts'
import { type History, probeNamed, readingAt } from './history.ts'
import type { BirthRow, Look } from './look.ts'
import {
  isEnough,
  isProportional,
  isProportionalBesideOneOffs,
  mayBeRare,
  mostKept,
  smallestShown,
  sum,
} from './proportion.ts'
import type { RuleName } from './step.ts'
import type { Terms } from './terms.ts'

export interface Finding {
  readonly growth: readonly Growth[]
  readonly because: RuleName
}

export interface RowsFound {
  readonly growth: readonly Growth[]
  /** What would be growth, but for bytes that were level in the gate. */
  readonly replaced: readonly Growth[]
  readonly rows: readonly BirthRow[]
  /** Objects per iteration that a leak keeps which would have shown; infinite where nothing was looked at. */
  readonly smallest: number
  /** Whether a place keeps so few, of old and of young batches, that it may be a rare leak. */
  readonly mayBeRare: boolean
}

/** What the births tell of the latest look, held against the look before. */
export function judgeRows(history: History, terms: Terms): RowsFound {
  const look = history.looks.at(-1)
  if (!history.probes.some(({ name }) => name === 'heap'))
    return { growth: [], replaced: [], rows: [], smallest: 0, mayBeRare: false }
  if (look === undefined)
    return { growth: [], replaced: [], rows: [], smallest: Infinity, mayBeRare: false }
  const early = earlyGroups(look)
  const iterations = look.iterations.slice(0, early)
  const before = history.looks.at(-2)
  const kept = look.rows.map(({ births }) => births.slice(0, early))
  // Most keep too few to be looked at further.
  const keeps = (row: BirthRow, births: readonly number[] = []) =>
    isEnough(births) && (keepsObjects(births, iterations) || keepsBytes(row, iterations))
  const rows = look.rows.filter(
    (row, at) => keeps(row, kept[at]) && isStillAlive(row, look, before),
  )
  const growth = growthOf(rows, look, { early, terms })
  const [{ perIteration: bytes } = { perIteration: 0 }] = growth
  const objects = keptPerIteration(rows, iterations)
  const isFull = isDisplaced(history, { bytes, objects })
  const isTaken = isFull || isReplaced(history, bytes)
  const least = Math.min(smallestShown(iterations), mostKeptOfAll(kept, iterations))
  return {
    growth: isTaken ? [] : growth,
    replaced: isTaken && !isFull ? growth : [],
    rows,
    smallest: isFull ? COARSEST_OBJECT : least,
    mayBeRare: !isFull && kept.some((births) => mayBeRare(births, iterations)),
  }
}

/** Objects of all places that grow; what is below one is counted there. */
function keptPerIteration(rows: readonly BirthRow[], iterations: readonly number[]): number {
  const own = rows.filter(({ isBelow }) => !isBelow)
  return sum(own.flatMap(({ births }) => births.slice(0, iterations.length))) / sum(iterations)
}

/** Where no place keeps more than by chance, fewer iterations bound a leak than a place that keeps some needs to convict. */
function mostKeptOfAll(
  places: readonly (readonly number[])[],
  iterations: readonly number[],
): number {
  const all = sum(iterations)
  let most = mostKept(
    iterations.map(() => 0),
    iterations,
  )
  for (const kept of places) {
    const ofAll = (sum(kept) + BY_CHANCE) / all
    if (ofAll <= most) continue
    // Most places keep too little to be looked at further.
    most = ofAll <= COARSEST_OBJECT ? ofAll : Math.max(most, mostKept(kept, iterations))
  }
  return most
}

function keepsObjects(births: readonly number[], iterations: readonly number[]): boolean {
  return isProportional(births, iterations) || isProportionalBesideOneOffs(births, iterations)
}

/** Where a compiler folds allocations, an iteration keeps fewer objects from then on, and the same bytes. */
function keepsBytes({ bytes }: BirthRow, iterations: readonly number[]): boolean {
  return isProportional(bytes.slice(0, iterations.length), iterations)
}

/** In the youngest group, what survives is in flight. */
function earlyGroups({ iterations }: Look): number {
  return iterations.length - 1
}

/** Of the iterations that the look before judged, the same are alive. */
function isStillAlive(row: BirthRow, look: Look, before: Look | undefined): boolean {
  const earlier = before?.rows.find(({ key }) => key === row.key)
  if (before === undefined || earlier === undefined) return true
  const judged = earlyGroups(before)
  const iterations = sum(before.iterations.slice(0, judged))
  const then = sum(earlier.births.slice(0, judged))
  let [now, done] = [0, 0]
  for (let at = 0; at < look.iterations.length && done < iterations; at++) {
    const part = Math.min(1, (iterations - done) / (look.iterations[at] ?? 1))
    now += part * (row.births[at] ?? 0)
    done += look.iterations[at] ?? 0
  }
  return now >= STILL_HELD * then
}

/** So many bytes are no chance. Outside the heap, where buffers are swept late, they are told with kept objects. */
const TOLD_BYTES = 64 * 2 ** 10

/** What the kept objects hold outside the heap. It is told, and convicts nobody. */
export function heldOutside(history: History, terms: Terms): readonly Growth[] {
  const probe = probeNamed(history, 'external')
  const { amount: rise, iterations } = riseInLedger(history, probe)
  // Where it was read after each batch, it is judged by itself.
  const isByBatch = !Number.isNaN(readingAt(history, batchesOf(history)[0] ?? -1, probe))
  const perIteration = isByBatch ? 0 : rise / Math.max(1, iterations)
  const least = Math.max(CONVICTING_BYTES_PER_ITERATION, terms.tolerate.external ?? 0)
  if (rise < TOLD_BYTES || perIteration < least) return []
  return [{ probe: 'external', perIteration, interval: [perIteration, perIteration] }]
}

/** The part of what survives that a silent heap must rise by over the same iterations: a ring or a full cache keeps it level. */
const LEAST_RISE = 0.5

/** In each doubling, less is enough: what is recorded may take twice the bytes, as the stack of an error does, and a cache is full in one. */
const LEAST_RISE_OF_EACH = 0.2

/**
 * Bytes acquit: what is kept takes the place of what was kept before, where the heap moved by much less in the gate. Where
 * that would be plain bytes, its latest doubling is enough: before it, what is full now may have been filled.
 */
function isReplaced(history: History, bytesPerIteration: number): boolean {
  const moves = gateMoves(history)
  if (moves === undefined || !isTelling(moves, bytesPerIteration)) return false
  const rates = isPlain(moves.iterations, bytesPerIteration) ? moves.rates.slice(-1) : moves.rates
  const isLevel = rates.every((rate) => Math.abs(rate) <= LEAST_RISE * bytesPerIteration)
  const risesInEach = moves.rates.every((rate) => rate > LEAST_RISE_OF_EACH * bytesPerIteration)
  return isLevel && !risesInEach
}

/** Iterations up to which the gate saw the heap rise with what is kept; 0 where it did not, or nothing was seen. */
export function iterationsRisen(history: History, growth: readonly Growth[]): number {
  const kept =
    growth.find(({ probe }) => probe === 'heap')?.perIteration ?? Number.POSITIVE_INFINITY
  return hasRisen(history, LEAST_RISE * kept) ? (gateMoves(history)?.completed ?? 0) : 0
}

/** One growth of the heap, by the bytes of all that grows; of a place and of what is below it, the larger. */
function growthOf(
  growing: readonly BirthRow[],
  { iterations }: Look,
  { early, terms }: { readonly early: number; readonly terms: Terms },
): readonly Growth[] {
  if (growing.length === 0) return []
  const functions = growing.filter(({ isBelow }) => !isBelow)
  const rows = functions.length > 0 ? functions : growing.slice(0, 1)
  const judged = iterations.slice(0, early)
  const kept = rows.map((row) => usualBytes(row, judged))
  const rates = judged.map((count, at) => sum(kept.map((bytes) => bytes[at] ?? 0)) / count)
  const rate = rateOfEqualBatches(rates, 1)
  if (rate.perIteration <= (terms.tolerate.heap ?? 0)) return []
  return [{ probe: 'heap', ...rate }]
}

/** Bytes by group: where they are not even, as many as its objects usually take, for a store that moves stands in one group. */
function usualBytes(row: BirthRow, iterations: readonly number[]): readonly number[] {
  const births = row.births.slice(0, iterations.length)
  if (isProportional(row.bytes.slice(0, iterations.length), iterations)) return row.bytes
  const sizes = births
    .map((count, at) => (count > 0 ? (row.bytes[at] ?? 0) / count : 0))
    .filter((size) => size > 0)
    .sort((one, other) => one - other)
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 0
  return births.map((count) => usual * count)
}
