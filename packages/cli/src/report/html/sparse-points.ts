import type { ProbePoint } from '../probe-series.ts'

/** A reading to draw, or a place where the line breaks. */
export interface DrawnPoint {
  readonly iterations: number
  readonly elapsedMs: number
  readonly reading: number | null
}

/** Samples so much further apart than usual have a gap between them: nothing is drawn into it. */
const GAP_FACTOR = 3

/**
 * The lowest and the highest of each stretch of samples, at most as many as asked for, and a break wherever
 * samples are missing: no extreme is lost, and no reading is made up.
 */
export function sparsePoints(
  points: readonly ProbePoint[],
  mostPoints: number,
): readonly DrawnPoint[] {
  const drawn = withBreaks(points)
  const stretches = Math.max(1, Math.floor(mostPoints / 2))
  if (drawn.length <= mostPoints) return drawn
  const kept = Array.from({ length: stretches }, (_, at) => {
    const from = Math.floor((at * drawn.length) / stretches)
    return extremes(drawn.slice(from, Math.floor(((at + 1) * drawn.length) / stretches)))
  }).flat()
  // Of breaks side by side, one is enough.
  return kept.filter(({ reading }, at) => reading !== null || kept[at - 1]?.reading !== null)
}

function withBreaks(points: readonly ProbePoint[]): readonly DrawnPoint[] {
  const isGap = gapBetween(points)
  return points.flatMap(({ iterations, elapsedMs, reading = null }, at) => {
    const before = points[at - 1]
    const point = { iterations, elapsedMs, reading }
    if (before === undefined || !isGap(before, point)) return [point]
    const middle = (before.iterations + iterations) / 2
    return [{ iterations: middle, elapsedMs: before.elapsedMs, reading: null }, point]
  })
}

type Place = Pick<ProbePoint, 'iterations' | 'elapsedMs'>

function gapBetween(points: readonly ProbePoint[]): (before: Place, after: Place) => boolean {
  const usual = (key: keyof Place) => {
    const distances = points.slice(1).map((point, at) => point[key] - (points[at]?.[key] ?? 0))
    return distances.sort((one, other) => one - other)[distances.length >> 1] ?? 0
  }
  const most: Place = {
    iterations: GAP_FACTOR * usual('iterations') || Number.POSITIVE_INFINITY,
    elapsedMs: GAP_FACTOR * usual('elapsedMs') || Number.POSITIVE_INFINITY,
  }
  return (before, after) =>
    after.iterations - before.iterations > most.iterations ||
    after.elapsedMs - before.elapsedMs > most.elapsedMs
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
