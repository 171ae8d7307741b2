import type { SoakRun, SoakSeries } from '../../../src/soak.ts'

/** A heap of 10 MB that is read after every 1,000 iterations, the first time after 1,000. */
export function seriesOf(
  readings: readonly (number | undefined)[],
  changed: Partial<SoakSeries> = {},
): SoakSeries {
  return {
    probe: 'heap',
    unit: 'bytes',
    noise: 'bounded',
    floorPerIteration: 0,
    iterations: readings.map((_, at) => 1000 * (at + 1)),
    readings,
    ...changed,
  }
}

/** Checkpoints of one series: 4,000 iterations of warm-up, every planned sample taken. */
export function runOf(
  series: SoakSeries | readonly SoakSeries[],
  changed: Partial<SoakRun> = {},
): SoakRun {
  const all = [series].flat() as readonly SoakSeries[]
  return {
    mode: 'checkpoints',
    series: all,
    warmUpIterations: 4000,
    plannedSamples: (all[0]?.readings.length ?? 0) - 3,
    tolerate: {},
    elapsedMs: 60_000,
    ...changed,
  }
}

export const BASE_BYTES = 10_000_000

/** Readings of a heap, by the iterations before each. */
export function heapOf(
  samples: number,
  bytes: (iterations: number, at: number) => number,
): number[] {
  return Array.from({ length: samples }, (_, at) => BASE_BYTES + bytes(1000 * (at + 1), at))
}

/** A swing that no straight line takes up, and that has a standard deviation of 1. */
export function swing(at: number): number {
  return [1, -1, -1, 1][at % 4] ?? 0
}
