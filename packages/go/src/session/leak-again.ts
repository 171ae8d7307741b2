import type { Instance } from './instance.ts'
import { provenLeaks } from './proven-leaks.ts'
import type { TakenLegs } from './take-legs.ts'

/** Enough for a goroutine that one iteration in four leaves behind. */
const MOST_ITERATIONS = 24

/** So many goroutines are proof enough: the stacks of twenty thousand take seconds to write. */
const ENOUGH_GOROUTINES = 1000

/** The part of the time left that they may take. Whatever they leave at work slows down what reads it. */
const TIME_SHARE = 0.3

/**
 * What Go proves leaked in a second run, too. A few iterations show it, and no legs: what is proven need not be even, and
 * heap profiles of a program whose goroutines still work took nine seconds each.
 */
export async function leakAgain(
  instance: Instance,
  { folder, signal, leftMs }: { folder: string; signal: AbortSignal; leftMs: () => number },
): Promise<TakenLegs> {
  const untilMs = performance.now() + TIME_SHARE * leftMs()
  const before = (await instance.reader.settle()) ?? 0
  let iterations = await instance.run(1, signal)
  const left = ((await instance.reader.settle()) ?? 0) - before
  const most = Math.min(MOST_ITERATIONS, Math.ceil(ENOUGH_GOROUTINES / Math.max(1, left)))
  while (iterations < most && performance.now() < untilMs && !signal.aborted)
    iterations += await instance.run(1, signal)
  await instance.reader.settle()
  const proven = await provenLeaks(instance, folder)
  const nothing = { settled: [], uncollected: [], files: [] }
  return { iterations, goroutines: [[], proven], ...nothing }
}
