/** The part of what grew over the judged batches that a fall before or among them must reach. */
const FALL = 0.25

/** A fall by less is of the runtime's own. */
const FALL_BYTES = 4096

/**
 * Whether readings in bytes fall back by much of what grew: what is kept until the next tick of a clock
 * comes and goes, and may rise evenly for as long as the batches last. `grown` is in bytes.
 */
export function fallsBack(readings: readonly number[], grown: number): boolean {
  const least = Math.max(FALL_BYTES, FALL * grown)
  // What starting left behind goes with the first of them.
  return readings.slice(2).some((amount, at) => (readings[at + 1] ?? 0) - amount >= least)
}
