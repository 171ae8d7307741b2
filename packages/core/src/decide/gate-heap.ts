import { type History, placesOf, readingAt } from './history.ts'

/** What the silent heap moved by over the latest doublings of the gate, after full collections. */
export interface GateMoves {
  /** Bytes per iteration of each doubling, oldest first. */
  readonly rates: readonly number[]
  /** Iterations of both. */
  readonly iterations: number
}

/** Doublings that are told of: one alone may hold a step of a store, or the end of one. */
const DOUBLINGS = 2

/** Undefined where the gate did not get so far. */
export function gateMoves(history: History): GateMoves | undefined {
  const heap = history.probes.findIndex(({ name }) => name === 'heap')
  const samples = placesOf(history, 'full', 'full').slice(-DOUBLINGS - 1)
  if (heap === -1 || samples.length <= DOUBLINGS) return undefined
  const at = (sample: number) => history.completed[sample] ?? 0
  const rates = samples.slice(1).map((sample, before) => {
    const base = samples[before] ?? 0
    const moved = readingAt(history, sample, heap) - readingAt(history, base, heap)
    return moved / (at(sample) - at(base))
  })
  return { rates, iterations: at(samples.at(-1) ?? 0) - at(samples[0] ?? 0) }
}
