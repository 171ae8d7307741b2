import type { ProbePoint } from './probe-series.ts'

type ReadPoint = ProbePoint & { readonly reading: number }

/** So many points tell a bend to half a percent of the run; every one more costs a pass over all. */
const MOST_POINTS = 200

/** A bend must explain the readings clearly better than a straight line, which also explains noise a little. */
const CLEARLY_BETTER = 0.6

/** Of the judged part: growth that bends so early began with it. */
const FROM_THE_START = 0.1

/**
 * Of what the rate would have added before the bend, the part by which readings may differ there. A heap that settles moves by
 * as much as a leak adds, and hides it: only what stayed level shows that nothing grew.
 */
const MOVES_BEFORE = 0.2

/**
 * Since when it grew: the sample at which a level that then rises steadily fits best. Undefined where it grew
 * from the first of the points on, and where that cannot be ruled out by the rate. Expects judged points only.
 */
export function growthOnset(
  points: readonly ProbePoint[],
  perIteration: number,
): ProbePoint | undefined {
  const thinned = thin(points.filter((point): point is ReadPoint => point.reading !== undefined))
  const errors = thinned.slice(0, -2).map((bend) => errorOfBendAt(thinned, bend.iterations))
  const straight = errors[0]
  if (straight === undefined) return undefined
  const at = errors.indexOf(Math.min(...errors))
  const isClear = (errors[at] as number) < CLEARLY_BETTER * straight
  if (!isClear || at <= FROM_THE_START * thinned.length) return undefined
  return isLevel(thinned.slice(0, at + 1), perIteration) ? thinned[at] : undefined
}

/** Whether they contradict that it grew by so much per iteration already. */
function isLevel(points: readonly ReadPoint[], perIteration: number): boolean {
  const readings = points.map(({ reading }) => reading)
  const iterations = (points.at(-1)?.iterations ?? 0) - (points[0]?.iterations ?? 0)
  return Math.max(...readings) - Math.min(...readings) <= MOVES_BEFORE * perIteration * iterations
}

function thin(points: readonly ReadPoint[]): readonly ReadPoint[] {
  const step = Math.ceil(points.length / MOST_POINTS)
  return points.filter((_, at) => at % step === 0)
}

/** The squared error that is left by the best line that is level before the bend and straight after it. */
function errorOfBendAt(points: readonly ReadPoint[], bend: number): number {
  const level = points[0]?.reading ?? 0
  const past = points.map(({ iterations }) => Math.max(0, iterations - bend))
  const above = points.map(({ reading }) => reading - level)
  const pastMean = mean(past)
  const aboveMean = mean(above)
  let pastSquares = 0
  let aboveSquares = 0
  let products = 0
  for (const [at, x] of past.entries()) {
    const y = (above[at] as number) - aboveMean
    pastSquares += (x - pastMean) ** 2
    aboveSquares += y ** 2
    products += (x - pastMean) * y
  }
  return pastSquares === 0 ? aboveSquares : aboveSquares - products ** 2 / pastSquares
}

function mean(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length
}
