/** Below it, the threads and goroutines that the runtime starts now and then look like a leak. */
const FEWEST_PER_LEG = 3

/** One object in 25 iterations, so that one in twenty is seen in legs of a hundred. */
export const RAREST_PER_ITERATION = 0.04

/** Legs are equal work: half as much in one of them is a step, not a rate. */
const ALIKE = 0.5

/** What a count gains per iteration, where it gains alike in every leg; undefined otherwise. */
export function equalGrowth(counts: readonly number[], iterations: number): number | undefined {
  const gains = gainsOf(counts)
  const least = Math.min(...gains)
  const needed = Math.max(Math.min(FEWEST_PER_LEG, iterations), RAREST_PER_ITERATION * iterations)
  if (gains.length === 0 || least < needed) return undefined
  return least < ALIKE * Math.max(...gains) ? undefined : perIteration(counts, iterations)
}

/** What a count that never falls gains per iteration, however unequal its steps; 0 where it falls. */
export function staircaseGrowth(counts: readonly number[], iterations: number): number {
  return gainsOf(counts).every((gain) => gain >= 0) ? perIteration(counts, iterations) : 0
}

function perIteration(counts: readonly number[], iterations: number): number {
  return ((counts.at(-1) ?? 0) - (counts[0] ?? 0)) / (iterations * (counts.length - 1))
}

function gainsOf(counts: readonly number[]): readonly number[] {
  return counts.slice(1).map((count, leg) => count - (counts[leg] ?? 0))
}
