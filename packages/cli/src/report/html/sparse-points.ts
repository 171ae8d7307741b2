import type { ProbePoint } from '../probe-series.ts'

/** A reading to draw, or a place where the line breaks. */
export interface DrawnPoint {
  readonly iterations: number
  readonly elapsedMs: number
  readonly reading: number | null
}

/** Samples so many more iterations apart than usual have a gap between them: nothing is drawn into it. */
const GAP_FACTOR = 3

/** What a series is drawn with. */
export interface Drawing {
  readonly mostPoints: number
  /** Milliseconds since the start at which measuring was interrupted. */
  readonly gaps: readonly number[]
}

/**
 * The lowest and the highest of each stretch of samples, at most as many as asked for, and a break wherever
 * samples are missing: no extreme is lost, and no reading is made up.
 */
export function sparsePoints(
  points: readonly ProbePoint[],
  { mostPoints, gaps }: Drawing,
): readonly DrawnPoint[] {
  const drawn = withBreaks(points, gaps)
  const stretches = Math.max(1, Math.floor(mostPoints / 2))
  if (drawn.length <= mostPoints) return drawn
  const kept = Array.from({ length: stretches }, (_, at) => {
    const from = Math.floor((at * drawn.length) / stretches)
    return extremes(drawn.slice(from, Math.floor(((at + 1) * drawn.length) / stretches)))
  }).flat()
  // Of breaks side by side, one is enough.
  return kept.filter(({ reading }, at) => reading !== null || kept[at - 1]?.reading !== null)
}

function withBreaks(points: readonly ProbePoint[], gaps: readonly number[]): readonly DrawnPoint[] {
  const most = GAP_FACTOR * usualDistance(points) || Number.POSITIVE_INFINITY
  let seenGaps = 0
  return points.flatMap(({ iterations, elapsedMs, reading = null }, at) => {
    const before = points[at - 1]
    const point = { iterations, elapsedMs, reading }
    const gapsBefore = seenGaps
    while ((gaps[seenGaps] ?? Number.POSITIVE_INFINITY) <= elapsedMs) seenGaps++
    const isGap = before && (seenGaps > gapsBefore || iterations - before.iterations > most)
    if (!isGap) return [point]
    const middle = (before.iterations + iterations) / 2
    return [{ iterations: middle, elapsedMs: before.elapsedMs, reading: null }, point]
  })
}

/** The median of the iterations from one sample to the next. */
function usualDistance(points: readonly ProbePoint[]): number {
  const distances = points
    .slice(1)
    .map(({ iterations }, at) => iterations - (points[at]?.iterations ?? 0))
  return distances.sort((one, other) => one - other)[distances.length >> 1] ?? 0
}

/** In their own order; every break stays. */
function extremes(stretch: readonly DrawnPoint[]): readonly DrawnPoint[] {
  let lowest: DrawnPoint | undefined
  let highest: DrawnPoint | undefined
  for (const point of stretch) {
    if (point.reading === null) continue
    if (lowest === undefined || point.reading < (lowest.reading as number)) lowest = point
    if (highest === undefined || point.reading > (highest.reading as number)) highest = point
  }
  return stretch.filter((point) => point.reading === null || point === lowest || point === highest)
}
