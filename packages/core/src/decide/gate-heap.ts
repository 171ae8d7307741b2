import type { ProbeName } from '../plateau/verdict.ts'
import { baseOfLedger } from './batches.ts'
import { STILL_HELD, TELLING_DOUBLINGS } from './bounds.ts'
import { elapsedMs, type History, placesOf, probeNamed, readingAt } from './history.ts'

/** What the silent heap moved by over the latest doublings of the gate, two at most, after full collections. */
export interface GateMoves {
  /** Bytes per iteration of each doubling, oldest first. */
  readonly rates: readonly number[]
  /** From before them to the base of the ledger: what a turn of the event loop frees, such as targets of WeakRefs, is gone. */
  readonly rateAfterTurn: number
  /** Iterations of them all, and of the check up to the last. */
  readonly iterations: number
  readonly completed: number
}

/** Of the heap, or of another probe. Undefined where the gate saw no doubling. */
export function gateMoves(history: History, name: ProbeName = 'heap'): GateMoves | undefined {
  const probe = probeNamed(history, name)
  const samples = placesOf(history, 'full', 'full').slice(-TELLING_DOUBLINGS - 1)
  if (probe === -1 || samples.length < 2) return undefined
  const at = (sample: number) => history.completed[sample] ?? 0
  const rate = (base: number, sample: number) =>
    (readingAt(history, sample, probe) - readingAt(history, base, probe)) / (at(sample) - at(base))
  const [first = 0] = samples
  const last = samples.at(-1) ?? 0
  const turned = baseOfLedger(history)
  return {
    rates: samples.slice(1).map((sample, before) => rate(samples[before] ?? 0, sample)),
    rateAfterTurn: turned === undefined ? 0 : rate(first, turned),
    iterations: at(last) - at(first),
    completed: at(last),
  }
}

/** So much is no step of a small store, nor chance, in one doubling. */
const PLAIN_BYTES = 64 * 2 ** 10

/** Whether the doublings would have shown so many bytes per iteration: two of them do, and one where those are plain. */
export function isTelling({ rates, iterations }: GateMoves, bytesPerIteration: number): boolean {
  return rates.length >= TELLING_DOUBLINGS || isPlain(iterations, bytesPerIteration)
}

export function isPlain(iterations: number, bytesPerIteration: number): boolean {
  return bytesPerIteration * iterations >= PLAIN_BYTES
}

/** An array that gains a slot in every fourth iteration grows by a half now and then, and adds twice as much to each doubling at least. */
export const LEVEL_BYTES_PER_ITERATION = 0.5

/**
 * Whether no store can have gained a slot where one would tell, nor a buffer a byte: memory was level over two silent doublings,
 * or over so many as there must be.
 */
export function isLevelForStores(history: History, doublings: number = TELLING_DOUBLINGS): boolean {
  return history.probes.every(({ name, unit }) => {
    if (unit !== 'bytes') return true
    const { rates } = gateMoves(history, name) ?? { rates: [] }
    if (rates.length < doublings) return false
    return rates.every((rate) => Math.abs(rate) < LEVEL_BYTES_PER_ITERATION)
  })
}

/** What grows by steps of a half or of all it holds rises by this part of its usual rate in each doubling. */
const LEAST_OF_LARGEST = 0.2

/** Whether the heap rose by so many bytes per iteration in each doubling, as evenly as steps allow, and they are still there. */
export function hasRisen(history: History, bytesPerIteration: number): boolean {
  const moves = gateMoves(history)
  if (moves === undefined || hasFallen(history)) return false
  const rates = [...moves.rates, moves.rateAfterTurn]
  // What rose plainly tells in one doubling, however little is asked for.
  if (!isTelling(moves, Math.max(bytesPerIteration, Math.min(...rates)))) return false
  const least = Math.max(bytesPerIteration, LEAST_OF_LARGEST * Math.max(...rates))
  return rates.every((rate) => rate >= least)
}

/** A leak grows by as much in each doubling; blocks that its store takes now and then make it stray by less than this. */
const SLOWED_SHARE = 0.8

/** Whether the latest doubling grew by less per iteration than the one before, so that what grew may be full by now. */
export function hasSlowed(history: History, share: number = SLOWED_SHARE): boolean {
  const [before, latest] = gateMoves(history)?.rates ?? []
  return before !== undefined && latest !== undefined && latest < share * before
}

/** Whoever explains is loaded meanwhile, and the record itself takes some: so many bytes are neither. */
const HELD_BYTES = 2 * 2 ** 20

/**
 * Milliseconds since the gate ran what the heap still holds at the latest look, by so many bytes per iteration; 0 where it does not:
 * what a clock ends is not there any more.
 */
export function heldMs(history: History, bytesPerIteration: number): number {
  const heap = probeNamed(history, 'heap')
  const look = placesOf(history, 'look').at(-1)
  const samples = placesOf(history, 'full', 'full')
  const [first, last] = [samples[0], samples.at(-1)]
  if (look === undefined || first === undefined || last === undefined) return 0
  const since = (at: number) => (history.completed[at] ?? 0) - (history.completed[first] ?? 0)
  const left = bytesPerIteration * since(look)
  const isHeld =
    readingAt(history, look, heap) - readingAt(history, first, heap) >= STILL_HELD * left
  if (!isHeld || left < HELD_BYTES) return 0
  const middle = samples.find((at) => since(at) >= since(last) / 2) ?? last
  return elapsedMs(history) - ((history.elapsedMs[middle] ?? 0) - (history.tookMs[middle] ?? 0))
}

/** Whether the heap is back to what it was before the doublings, though all that records was loaded since. */
function hasFallen(history: History): boolean {
  const heap = probeNamed(history, 'heap')
  const look = placesOf(history, 'look').at(-1)
  const [first = 0] = placesOf(history, 'full', 'full').slice(-TELLING_DOUBLINGS - 1)
  return look !== undefined && readingAt(history, look, heap) <= readingAt(history, first, heap)
}
