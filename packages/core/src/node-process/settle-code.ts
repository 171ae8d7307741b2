import type { NodeProcess } from './node-processes.ts'
import { readGently } from './read-gently.ts'

/**
 * V8 drops the bytecode of a function that did not run between six collections, and what belongs to it in the next. One is
 * made before these and one before the first judged reading.
 */
const COLLECTIONS = 5

/** A heap of gigabytes takes seconds for each: what falls is little of it. */
const LONGEST_MS = 2000

const PATIENCE_MS = 5000

/**
 * Has the code dropped that only the start of the program needed, before the load. A server loses 280 kB by it, which
 * in the midst of what is judged would hide a leak, or falsify its rate.
 */
export async function settleCode({ channel, collector }: NodeProcess): Promise<void> {
  const endMs = performance.now() + LONGEST_MS
  for (let times = 0; times < COLLECTIONS && performance.now() < endMs; times++) {
    if (collector.isInPlace()) return
    if ((await readGently(channel, PATIENCE_MS)) === undefined) return
  }
}
