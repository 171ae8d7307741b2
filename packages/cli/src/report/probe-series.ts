import type { ProbeName } from '@plateau/core'
import type { ProcessView, RunView } from './run-view.ts'

/** A sample of one probe. */
export interface ProbePoint {
  readonly iterations: number
  readonly elapsedMs: number
  readonly wall: number
  /** Undefined where this sample has none of the probe. */
  readonly reading: number | undefined
}

/** All samples of one probe, warm-up included, in the order in which they were taken. */
export function probeSeries({ samples }: ProcessView, probe: ProbeName): readonly ProbePoint[] {
  return samples.map(({ iterations, elapsedMs, wall, readings }) => {
    const reading = readings[probe]
    return { iterations, elapsedMs, wall, reading: isReading(reading) ? reading : undefined }
  })
}

/** A run file may hold `null` where a number could not be written. */
function isReading(reading: unknown): reading is number {
  return typeof reading === 'number' && Number.isFinite(reading)
}

/** Iterations in all at which the process had warmed up: what is judged comes from there on. */
export function warmedUpAt({ start }: RunView, { came }: ProcessView): number {
  return (came?.iterations ?? 0) + start.plan.warmUpIterations
}

/** What tells most of memory comes first. */
const ORDER: readonly ProbeName[] = ['heap', 'native', 'heapObjects', 'external', 'rss']

/** The probes that a process has samples of: what grew first, then memory, then counts. */
export function probesOf({ samples, verdict }: ProcessView): readonly ProbeName[] {
  const grown = verdict?.kind === 'growth' ? verdict.growth.map(({ probe }) => probe) : []
  const read = new Set(samples.flatMap(({ readings }) => Object.keys(readings) as ProbeName[]))
  return [...new Set([...grown, ...ORDER, ...read])].filter((name) => read.has(name))
}
