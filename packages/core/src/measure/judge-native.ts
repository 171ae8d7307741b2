import { collect } from '@plateau/expose-gc-wrapper'
import { iterationMs as iterationMsOf } from '../decide/pace.ts'
import { nowMs, turns } from '../engine/clock.ts'
import { type InspectorSession, openInspectorSession } from '../engine/inspector-session.ts'
import type { Wait } from '../engine/port.ts'
import {
  CONVICTING_BYTES,
  deservesLook,
  isNativeGrowing,
  judgeNativeBatches,
  NATIVE_BATCHES,
  type NativeFinding,
  type NativeGrowth,
  nativeResolution,
  SUSPECT_RATE,
} from '../plateau/native-growth.ts'
import { type Rate, rateOfEqualBatches } from '../plateau/rate.ts'
import type { Series } from '../plateau/series.ts'
import type { Growth, Verdict } from '../plateau/verdict.ts'
import { type ProbeSeen, withProbe } from '../plateau/with-probe.ts'
import type { Probe } from '../probe/probe.ts'
import { nativeAdvice } from '../report/advice.ts'
import { type CheckRun, runBatch, TimeUp } from './check-run.ts'
import { nativeGrowthOf } from './native-watch.ts'

/**
 * Judges native memory once everything else is decided. A check after which it is not larger than
 * allocators leave it has it read twice; only more than that is looked into, in equal batches.
 */
export function* judgeNative(run: CheckRun, found: Verdict): Generator<Wait, Verdict, unknown> {
  const grown = nativeGrowthOf(run)
  if (run.native === undefined || grown === undefined || found.kind === 'growth') return found
  if (grown.iterations === 0) return found
  const seen =
    deservesLook(grown) && isTimeToLook(run, found)
      ? yield* lookCloser(run, run.native.probe, grown)
      : levelled(resolutionOf(grown))
  return withProbe({ ...found, elapsedMs: run.budget.spentMs() }, 'native', seen)
}

/** What was seen to grow without being looked into may have been a leak. */
function resolutionOf(grown: NativeGrowth): number {
  return Math.max(nativeResolution(grown), grown.grownBytes / grown.iterations)
}

/** A look needs three samples at least, each as long as two of the others. */
const LOOK_SAMPLES = 6

function isTimeToLook({ budget, sampler }: CheckRun, found: Verdict): boolean {
  if (found.kind === 'unsettled' && found.reason !== 'suspect' && found.reason !== 'noise') {
    return false
  }
  return budget.leftMs() > LOOK_SAMPLES * sampler.readingMs
}

function levelled(resolution: number, series: readonly Series[] = []): ProbeSeen {
  return { series, resolution, finding: { kind: 'plateau' } }
}

/** A second round is made where the first one's batches were too short to prove what they show. */
const ROUNDS = 2

function* lookCloser(
  run: CheckRun,
  probe: Probe,
  grown: NativeGrowth,
): Generator<Wait, ProbeSeen, unknown> {
  const session = attempt(openInspectorSession)
  try {
    const readings = yield* startReadings(run, probe, session)
    let rate = grown.grownBytes / grown.iterations
    let round: Round | undefined
    for (let rounds = 0; rounds < ROUNDS; rounds++) {
      const last = yield* runRound(run, readings, rate)
      round = last ?? round
      if (last?.finding !== 'unproved') break
      rate = last.rate.perIteration
    }
    return seenIn(round, readings, grown)
  } finally {
    session?.close()
  }
}

/** Where there is no inspector (`--permission`), V8's spare pages make readings coarser. */
function attempt<Tool>(open: () => Tool): Tool | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}

interface Readings {
  readonly iterations: number[]
  readonly bytes: number[]
  /** Milliseconds of the first. */
  readonly sampleMs: number
  take(): Generator<Wait, number, unknown>
}

function* startReadings(
  run: CheckRun,
  probe: Probe,
  session: InspectorSession | undefined,
): Generator<Wait, Readings, unknown> {
  const iterations: number[] = []
  const bytes: number[] = []
  function* take(): Generator<Wait, number, unknown> {
    // Native finalizers run a turn after the collection that found them due.
    collect('full')
    yield turns()
    // As for a system low on memory: V8 keeps no spare pages, whose number changes for long.
    if (session) yield session.postLater('HeapProfiler.collectGarbage')
    yield turns()
    const reading = probe.read()
    iterations.push(run.loop.completed)
    bytes.push(reading)
    return reading
  }
  const startedMs = nowMs()
  yield* take()
  return { iterations, bytes, take, sampleMs: nowMs() - startedMs }
}

interface Round {
  readonly finding: NativeFinding
  readonly rate: Rate
}

/** Equal batches, the first of which is thrown away, until one does not grow or there are enough. */
function* runRound(
  run: CheckRun,
  readings: Readings,
  bytesPerIteration: number,
): Generator<Wait, Round | undefined, unknown> {
  const toleratedPerIteration = run.options.tolerate.native ?? 0
  const iterationsPerBatch = nativeBatch({
    bytesPerIteration: bytesPerIteration - toleratedPerIteration,
    leftMs: run.budget.leftMs(),
    iterationMs: iterationMsOf(run.history),
    sampleMs: readings.sampleMs,
  })
  const deltas: number[] = []
  try {
    yield* runBatch(run, iterationsPerBatch)
    let last = yield* readings.take()
    while (deltas.length < NATIVE_BATCHES) {
      yield* runBatch(run, iterationsPerBatch)
      const now = yield* readings.take()
      const grownBytes = now - last
      last = now
      deltas.push(grownBytes)
      const batch = { grownBytes, iterations: iterationsPerBatch, toleratedPerIteration }
      if (!isNativeGrowing(batch)) break
    }
  } catch (error) {
    if (!(error instanceof TimeUp)) throw error
  }
  if (deltas.length === 0) return undefined
  const finding = judgeNativeBatches({ deltas, iterationsPerBatch, toleratedPerIteration })
  return { finding, rate: rateOfEqualBatches(deltas, iterationsPerBatch) }
}

function seenIn(round: Round | undefined, readings: Readings, grown: NativeGrowth): ProbeSeen {
  const { iterations, bytes } = readings
  const series: Series = {
    probe: 'native',
    unit: 'bytes',
    collection: 'full',
    iterations,
    readings: bytes,
  }
  if (round === undefined) return levelled(resolutionOf(grown), [series])
  const { finding, rate } = round
  const resolution = nativeResolution(grown)
  if (finding === 'plateau') return levelled(Math.max(resolution, rate.perIteration), [series])
  const growth: Growth = { probe: 'native', ...rate }
  if (finding === 'growth')
    return { series: [series], resolution, finding: { kind: 'growth', growth } }
  const doubt = { kind: 'suspect', growth, advice: nativeAdvice() } as const
  return { series: [series], resolution, finding: doubt }
}

/** Native memory is confirmed in batches that prove a leak of that rate with this much to spare. */
const NATIVE_SPARE = 1.25

/** The part of the remaining time that the batches of native memory may take, and one that is thrown away. */
const NATIVE_SHARE = 0.6

/** Iterations of one equal batch of native memory; at least 1. */
function nativeBatch(state: {
  readonly bytesPerIteration: number
  readonly leftMs: number
  readonly iterationMs: number
  readonly sampleMs: number
}): number {
  const { bytesPerIteration, leftMs, iterationMs, sampleMs } = state
  const bytes = (NATIVE_SPARE * CONVICTING_BYTES) / NATIVE_BATCHES
  const wanted = Math.ceil(bytes / Math.max(bytesPerIteration, SUSPECT_RATE))
  const batchMs = (NATIVE_SHARE * leftMs) / (NATIVE_BATCHES + 1) - sampleMs
  return Math.max(1, Math.min(wanted, Math.floor(batchMs / Math.max(iterationMs, 1e-4))))
}
