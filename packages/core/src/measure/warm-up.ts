import { type CheckRun, computeDeltas, countsGrewBy, runBatch } from './check-run.ts'
import { turns } from './clock.ts'
import type { Wait } from './sampler.ts'

/** The first call tells whether the scenario is asynchronous, four more what an iteration costs. */
const FIRST_CALLS = 5

/** Enough iterations to see by their handles that each opens one, few enough to open them. */
const PILOT = 24

/** The part of the time limit that the warm-up may take. */
const WARM_UP_SHARE = 0.08

export interface WarmUp {
  /** An upper bound of the bytes that an iteration keeps, in the pilot. */
  readonly bytesPerIteration: number
  /** Whether about every iteration left a handle or a descriptor open. */
  readonly opensHandles: boolean
}

/** Runs the iterations that are never judged, and learns what an iteration costs. */
export function* warmUp(run: CheckRun): Generator<Wait, WarmUp, unknown> {
  const { options, loop, sampler } = run
  const asked = options.warmUp ?? options.iterations ?? Math.floor(options.maxIterations / 4)
  const first = Math.min(options.warmUp ?? FIRST_CALLS, asked)
  if (first > 0) yield* runBatch(run, 1)
  if (first > 1) yield* runBatch(run, first - 1)
  const affordable = Math.floor(
    (WARM_UP_SHARE * options.timeLimitMs) / Math.max(run.iterationMs, 1e-4),
  )
  const pilot =
    options.warmUp === undefined
      ? Math.min(PILOT, affordable, Math.max(0, asked - first))
      : options.warmUp - first

  if (run.turning) yield turns()
  sampler.readMinor()
  run.accepted.set(sampler.current)
  if (pilot > 0) yield* runBatch(run, pilot)
  if (run.turning) yield turns()
  sampler.readMinor()
  computeDeltas(run)
  run.warmUp = loop.completed
  const heap = run.probes.findIndex(({ name }) => name === 'heap')
  const external = run.probes.findIndex(({ name }) => name === 'external')
  const bytes = Math.max(0, run.deltas[heap] ?? 0) + Math.max(0, run.deltas[external] ?? 0)
  return {
    bytesPerIteration: pilot > 0 ? bytes / pilot : 0,
    opensHandles: pilot > 0 && countsGrewBy(run, pilot / 2),
  }
}
