import type { SoakMode, SoakSeries } from './soak-run.ts'

/** Readings with the iterations after which they were taken, ascending. */
export interface Points {
  readonly iterations: readonly number[]
  readonly readings: readonly number[]
}

/** The samples after the warm-up that were in fact taken; a counter that fell back ends nothing and adds nothing. */
export function judgedPoints(series: SoakSeries, warmUpIterations: number): Points {
  const iterations: number[] = []
  const readings: number[] = []
  for (const [at, count] of series.iterations.entries()) {
    const reading = series.readings[at]
    if (reading === undefined || !Number.isFinite(reading)) continue
    if (!(count >= warmUpIterations) || !(count > (iterations.at(-1) ?? -1))) continue
    iterations.push(count)
    readings.push(reading)
  }
  return { iterations, readings }
}

/** Node 22 reads 30 kB more after every second collection: the lower of two is what is alive. */
const SHORTEST_BLOCK = 2

/** Blocks that a trend needs, and no more: longer blocks see deeper into noise. */
const BLOCKS: Readonly<Record<SoakMode, number>> = {
  checkpoints: 48,
  // Sixteen of 360 samples kept every kind of clean noise from looking like growth.
  continuous: 24,
  envelope: 24,
}

/** The lowest reading of each block of samples: garbage only ever adds. */
export function blockMinima(points: Points, mode: SoakMode): Points {
  const count = points.readings.length
  const length = Math.max(SHORTEST_BLOCK, Math.ceil(count / BLOCKS[mode]))
  const lowest: number[] = []
  // What does not fill a block is left out at the start, which the warm-up may still touch.
  for (let start = count % length; start < count; start += length) {
    lowest.push(lowestAt(points.readings, start, start + length))
  }
  return pick(points, lowest)
}

function lowestAt(readings: readonly number[], start: number, end: number): number {
  let lowest = start
  for (let at = start + 1; at < end; at++) {
    if ((readings[at] ?? 0) < (readings[lowest] ?? 0)) lowest = at
  }
  return lowest
}

function pick({ iterations, readings }: Points, indexes: readonly number[]): Points {
  return {
    iterations: indexes.map((at) => iterations[at] ?? 0),
    readings: indexes.map((at) => readings[at] ?? 0),
  }
}

export function slicePoints({ iterations, readings }: Points, start: number, end: number): Points {
  return { iterations: iterations.slice(start, end), readings: readings.slice(start, end) }
}

/** Iterations between the first and the last reading. */
export function spanOf({ iterations }: Points): number {
  return (iterations.at(-1) ?? 0) - (iterations[0] ?? 0)
}

export function lowestOf(readings: readonly number[]): number {
  return readings.reduce((lowest, reading) => Math.min(lowest, reading), Number.POSITIVE_INFINITY)
}

export function medianOf(amounts: readonly number[]): number {
  const ascending = amounts.toSorted((one, other) => one - other)
  const middle = ascending.length >> 1
  const upper = ascending[middle] ?? 0
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] ?? 0) + upper) / 2
}

/** Of a normal distribution, the standard deviation in terms of the median distance from the median. */
const DEVIATION_OF_MEDIAN = 1.4826

/** A standard deviation that a few odd readings do not move. */
export function deviationOf(readings: readonly number[]): number {
  const median = medianOf(readings)
  return DEVIATION_OF_MEDIAN * medianOf(readings.map((reading) => Math.abs(reading - median)))
}
