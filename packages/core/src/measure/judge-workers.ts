import { BATCHES_SHARE } from '../decide/bounds.ts'
import { iterationMs } from '../decide/pace.ts'
import { BATCHES } from '../decide/stores-plan.ts'
import { judgeWorkerHeap } from '../decide/worker-heap.ts'
import { nowMs } from '../engine/clock.ts'
import type { Wait } from '../engine/port.ts'
import { MORE_TIME } from '../more-time.ts'
import { allowance } from '../plateau/allowance.ts'
import type { Series } from '../plateau/series.ts'
import type { Growth, Verdict } from '../plateau/verdict.ts'
import { type ProbeSeen, withProbe } from '../plateau/with-probe.ts'
import { deafWorkers, workerAdvice } from '../report/advice.ts'
import { openWorkerHeaps, type WorkerHeap } from '../witness/worker-heaps.ts'
import { type CheckRun, runBatch, TimeUp } from './check-run.ts'

/**
 * Judges the heaps of the worker threads that run when everything else is decided: a scenario that
 * sends them work may leave something with them. Costs nothing where there are none.
 */
export function* judgeWorkers(run: CheckRun, found: Verdict): Generator<Wait, Verdict, unknown> {
  const isJudged = run.probes.some(({ name }) => name === 'heap')
  // Whoever waits for a worker is asynchronous.
  if (!run.loop.isAsync || !isJudged || found.kind !== 'plateau') return found
  const heaps = openWorkerHeaps()
  if (heaps === undefined) return found
  try {
    const startedMs = nowMs()
    const answering = yield* answeringOf(run, heaps.workers)
    if (answering.length === 0) return { ...found, unmeasured: run.unmeasured }
    const readMs = nowMs() - startedMs
    const seen = yield* seeWorkers(run, { workers: answering, readMs }, found.resolution.heap ?? 0)
    return withProbe({ ...found, elapsedMs: run.budget.spentMs() }, 'heap', seen)
  } catch (error) {
    if (!(error instanceof TimeUp)) throw error
    // As a worker that does not answer: it is told, and the rest is judged.
    run.unmeasured.push(NOT_IN_TIME)
    return { ...found, elapsedMs: run.budget.spentMs(), unmeasured: run.unmeasured }
  } finally {
    heaps.close()
  }
}

/** The workers that can be asked; the others are told of. */
function* answeringOf(
  run: CheckRun,
  workers: readonly WorkerHeap[],
): Generator<Wait, readonly WorkerHeap[], unknown> {
  const readings = (yield readAll(workers)) as readonly (number | undefined)[]
  const deaf = workers.filter((_, at) => readings[at] === undefined)
  if (deaf.length > 0) run.unmeasured.push(deafWorkers(deaf.map(({ name }) => name)))
  return workers.filter((_, at) => readings[at] !== undefined)
}

const NOT_IN_TIME = `The heaps of its worker threads were not judged, for the time was over before: ${MORE_TIME}.`

/** By worker, what its heap grew by in each batch. */
interface WorkerBatches {
  readonly iterationsPerBatch: number
  readonly deltas: readonly (readonly number[])[]
  readonly series: Series
}

function* seeWorkers(
  run: CheckRun,
  { workers, readMs }: { readonly workers: readonly WorkerHeap[]; readonly readMs: number },
  mainResolution: number,
): Generator<Wait, ProbeSeen, unknown> {
  const batches = yield* runWorkerBatches(run, workers, readMs)
  const { iterationsPerBatch, deltas: byWorker, series } = batches
  const deltas = Array.from({ length: BATCHES }, (_, batch) =>
    byWorker.reduce((sum, of) => sum + (of[batch] ?? 0), 0),
  )
  const toleratedPerIteration = run.options.tolerate.heap ?? 0
  const found = judgeWorkerHeap({ deltas, iterationsPerBatch, toleratedPerIteration })
  const judged = BATCHES * iterationsPerBatch
  const seenFrom = allowance('bytes', judged, toleratedPerIteration) / judged
  const resolution = Math.max(mainResolution, seenFrom)
  if (found.kind === 'plateau') {
    const rose = deltas.reduce((sum, delta) => sum + delta, 0) / judged
    return { series: [series], resolution: Math.max(resolution, rose), finding: found }
  }
  const growth: Growth = { probe: 'heap', ...found.rate, types: grownWorkers(workers, byWorker) }
  const finding =
    found.kind === 'growth'
      ? { kind: found.kind, growth }
      : { kind: found.kind, growth, advice: workerAdvice(growth.types ?? []) }
  return { series: [series], resolution, finding }
}

function* runWorkerBatches(
  run: CheckRun,
  workers: readonly WorkerHeap[],
  readMs: number,
): Generator<Wait, WorkerBatches, unknown> {
  const iterationsPerBatch = workerBatch(run, readMs)
  const deltas = workers.map((): number[] => [])
  const iterations: number[] = []
  const readings: number[] = []
  let last: readonly number[] = []
  // The first of them is thrown away: what is sized to a batch grows when its length changes.
  for (let batch = 0; batch <= BATCHES; batch++) {
    yield* runBatch(run, iterationsPerBatch)
    const read = (yield readAll(workers)) as readonly (number | undefined)[]
    const now = read.map((bytes, at) => bytes ?? last[at] ?? 0)
    if (batch > 0)
      for (const [at, of] of deltas.entries()) of.push((now[at] ?? 0) - (last[at] ?? 0))
    last = now
    iterations.push(run.loop.completed)
    readings.push(now.reduce((sum, bytes) => sum + bytes, 0))
  }
  const series: Series = { probe: 'heap', unit: 'bytes', collection: 'full', iterations, readings }
  return { iterationsPerBatch, deltas, series }
}

function readAll(workers: readonly WorkerHeap[]): Promise<readonly (number | undefined)[]> {
  return Promise.all(workers.map((worker) => worker.read()))
}

/** More names than that say no more. */
const MOST_NAMES = 4

function grownWorkers(
  workers: readonly WorkerHeap[],
  byWorker: WorkerBatches['deltas'],
): readonly string[] {
  return workers
    .map(({ name }, at) => ({ name, grown: (byWorker[at] ?? []).reduce((sum, of) => sum + of, 0) }))
    .filter(({ grown }) => grown > 0)
    .sort((one, other) => other.grown - one.grown)
    .slice(0, MOST_NAMES)
    .map(({ name }) => name)
}

/** The fewest iterations that make a batch. */
const FEWEST_IN_BATCH = 8

/** Iterations of a batch: together a full further doubling, or what the time allows. */
function workerBatch({ budget, loop, history }: CheckRun, readMs: number): number {
  const batchMs = (BATCHES_SHARE * budget.leftMs()) / (BATCHES + 1) - readMs
  const inTime = Math.floor(batchMs / Math.max(iterationMs(history), 1e-4))
  return Math.max(FEWEST_IN_BATCH, Math.min(Math.ceil(loop.completed / BATCHES), inTime))
}
