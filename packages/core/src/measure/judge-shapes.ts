import { shapeOf } from '../plateau/equal-batches.ts'
import { fallsBack } from '../plateau/fall-back.ts'
import { rateOfEqualBatches, rateOfLine } from '../plateau/rate.ts'
import type { Series } from '../plateau/series.ts'
import type { CheckRun } from './check-run.ts'
import type { JudgedProbe } from './conclude.ts'
import { type EqualBatchesRun, JUDGED_BATCHES } from './equal-batches-run.ts'

/** The shape and the rate of each probe's growth over equal batches, in the order of `run.probes`. */
export function judgeShapes(
  run: CheckRun,
  { iterationsPerBatch, deltas: deltasByProbe }: EqualBatchesRun,
  series: readonly Series[],
): readonly JudgedProbe[] {
  return run.probes.map((probe, at) => {
    const deltas = deltasByProbe[at] ?? []
    const shape = shapeOf({
      unit: probe.unit,
      deltas,
      iterationsPerBatch,
      toleratedPerIteration: run.options.tolerate[probe.name] ?? 0,
      iterations: run.loop.completed,
      ...(probe.stray !== undefined && { stray: probe.stray }),
    })
    const { iterations = [], readings = [] } = series[at] ?? {}
    const start = startOfLine(readings)
    const rate =
      shape === 'irregular'
        ? rateOfLine(iterations.slice(start), readings.slice(start))
        : rateOfEqualBatches(deltas, iterationsPerBatch)
    return { probe, shape, rate }
  })
}

/** A fall by less than this part of the whole range releases nothing that matters to the line. */
const FALL = 0.05

/** A line through steps needs many samples, but none from before something was last released. */
function startOfLine(readings: readonly number[]): number {
  const range = Math.max(...readings) - Math.min(...readings)
  const fall = readings.findLastIndex(
    (amount, at) => amount < (readings[at - 1] ?? 0) - FALL * range,
  )
  return fall === -1 ? 0 : Math.min(fall, Math.max(0, readings.length - JUDGED_BATCHES - 1))
}

/** Whether the heap fell back, in these series, by much of the bytes that it grew by. */
export function heapFallsBack(series: readonly Series[], grown: number): boolean {
  const heap = series.find(({ probe }) => probe === 'heap')
  return fallsBack(heap?.readings ?? [], grown)
}
