import { medianOf, type Points } from './points.ts'

/** Two-sided points of the normal distribution. */
export const Z = { 90: 1.645, 95: 1.96, 99.9: 3.291 } as const

/** A slope that no single reading can move, with as many intervals as are asked for. */
export interface Slope {
  readonly perIteration: number
  readonly intervalAt: (z: number) => readonly [low: number, high: number]
}

/**
 * Theil (1950) and Sen (1968): the median of the slopes between all pairs of readings. Its interval is
 * Gilbert's (1987, section 16.4.2): ranks of the slopes, from the variance of Kendall's S. With so few
 * readings that a rank lies beyond all slopes, it reaches from the lowest to the highest.
 */
export function theilSen({ iterations, readings }: Points): Slope {
  const slopes: number[] = []
  for (const [at, x] of iterations.entries()) {
    for (let later = at + 1; later < iterations.length; later++) {
      slopes.push(((readings[later] ?? 0) - (readings[at] ?? 0)) / ((iterations[later] ?? 0) - x))
    }
  }
  slopes.sort((one, other) => one - other)
  const count = iterations.length
  const deviation = Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18)
  const last = slopes.length - 1
  return {
    perIteration: medianOf(slopes),
    intervalAt: (z) => {
      const high = Math.min(last, Math.ceil((slopes.length + z * deviation) / 2))
      const low = last - high
      return [slopes[low] ?? 0, slopes[high] ?? 0]
    },
  }
}
