import { TELLING_DOUBLINGS } from './bounds.ts'
import { type History, placesOf, probeNamed, readingAt } from './history.ts'

/** What the silent heap moved by over the latest doublings of the gate, after full collections. */
export interface GateMoves {
  /** Bytes per iteration of each doubling, oldest first. */
  readonly rates: readonly number[]
  /** From before them to the base of the ledger: what a turn of the event loop frees, such as targets of WeakRefs, is gone. */
  readonly rateAfterTurn: number
  /** Iterations of both. */
  readonly iterations: number
}

/** Undefined where the gate did not get so far. */
export function gateMoves(history: History): GateMoves | undefined {
  const heap = probeNamed(history, 'heap')
  const samples = placesOf(history, 'full', 'full').slice(-TELLING_DOUBLINGS - 1)
  if (heap === -1 || samples.length <= TELLING_DOUBLINGS) return undefined
  const at = (sample: number) => history.completed[sample] ?? 0
  const rate = (base: number, sample: number) =>
    (readingAt(history, sample, heap) - readingAt(history, base, heap)) / (at(sample) - at(base))
  const [first = 0, , last = 0] = samples
  const [turned] = placesOf(history, 'full', 'ledger')
  return {
    rates: samples.slice(1).map((sample, before) => rate(samples[before] ?? 0, sample)),
    rateAfterTurn: turned === undefined ? 0 : rate(first, turned),
    iterations: at(last) - at(first),
  }
}

/** Whether the heap rose by so many bytes per iteration in both doublings, and they are still there after a turn. */
export function hasRisen(history: History, bytesPerIteration: number): boolean {
  const moves = gateMoves(history)
  if (moves === undefined) return false
  return [...moves.rates, moves.rateAfterTurn].every((rate) => rate >= bytesPerIteration)
}
