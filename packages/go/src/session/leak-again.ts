import type { Instance } from './instance.ts'
import { provenLeaks } from './proven-leaks.ts'
import type { TakenLegs } from './take-legs.ts'

/** Enough for a goroutine that one iteration in four leaves behind. */
const MOST_ITERATIONS = 24

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
  let iterations = 0
  do iterations += await instance.run(1, signal)
  while (iterations < MOST_ITERATIONS && performance.now() < untilMs && !signal.aborted)
  await instance.reader.settle()
  const proven = await provenLeaks(instance, folder)
  const nothing = { settled: [], uncollected: [], files: [] }
  return { iterations, goroutines: [[], proven], ...nothing }
}
