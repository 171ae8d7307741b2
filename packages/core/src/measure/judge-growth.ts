import { isMainThread } from 'node:worker_threads'
import { allowance } from '../plateau/allowance.ts'
import { type EvidenceParts, plateau, unsettled } from '../plateau/assemble-verdict.ts'
import { judgeProbe } from '../plateau/judge-probe.ts'
import { type Rate, rateOfEqualBatches } from '../plateau/rate.ts'
import type { Resolution, Verdict } from '../plateau/verdict.ts'
import { handlesByType, typesGrownSince } from '../probe/handles.ts'
import { BYTES_IN_THREAD, samplesAdvice, timeAdvice } from '../report/advice.ts'
import {
  bytesGrown,
  type CheckRun,
  isQuiet,
  meanIterationMs,
  partsOf,
  runBatch,
  sampleBase,
  sampleGrowth,
  TimeUp,
} from './check-run.ts'
import { conclude, type JudgedProbe, type Lacking } from './conclude.ts'
import { type EqualBatchesRun, JUDGED_BATCHES, runEqualBatches } from './equal-batches-run.ts'
import { heapFallsBack, judgeShapes } from './judge-shapes.ts'
import { equalBatch } from './plan.ts'
import { LONG_RE_RUN_MS, type ReRun, reRun } from './re-run.ts'
import type { Wait } from './sampler.ts'

/**
 * Confirms growth in equal batches and, where bytes alone cannot tell, by a re-run. With `iterations`
 * given, those are all that is judged: their first half is the base of the second.
 */
export function* judgeGrowth(
  run: CheckRun,
  iterations: number | undefined,
): Generator<Wait, Verdict, unknown> {
  const before = run.loop.completed
  const typesBefore = handlesByType()
  const batches = yield* iterations === undefined ? confirm(run) : splitExactly(run, iterations)
  const parts: EvidenceParts = {
    ...partsOf(run, batches.iterationsPerBatch * (batches.deltas[0]?.length ?? 0)),
    dismissed: meanGrowth(run, batches),
  }
  const judged = judgeShapes(run, batches, parts.series)
  const grownTypes = typesGrownSince(typesBefore)
  if (judged.every(({ shape }) => shape === 'flat')) {
    const missing = iterations === undefined ? before / 2 - parts.judgedIterations : 0
    if (missing <= 0) return plateau(parts)
    return yield* completeSecondHalf(run, Math.ceil(missing))
  }

  const isProved = judged.some(isProvedByItself)
  const heap = judged.find(({ probe }) => probe.name === 'heap')
  const grown = (heap?.rate.perIteration ?? 0) * parts.judgedIterations
  const comesAndGoes = heapFallsBack(parts.series, grown)
  const found = isProved ? NOTHING_RUN : yield* tryReRun(run, judged, comesAndGoes)
  const evidence = judged.map(({ probe: { name }, shape, rate: { perIteration, interval } }) => {
    const bytes = { shape, perIteration, atLeast: interval[0] }
    const needsObjects = !isMainThread || (name === 'heap' && comesAndGoes)
    return { probe: name, ...bytes, ...found, needsObjects, comesAndGoes }
  })
  const verdict = conclude({ ...parts, elapsedMs: run.budget.spentMs() }, judged, {
    verdicts: evidence.map(judgeProbe),
    grownTypes,
    isReplaced: found.stores === 'replaced',
    lacking: isProved || isWhole(found) ? undefined : whatLacks(run),
  })
  if (isMainThread || verdict.kind !== 'unsettled') return verdict
  const byBytes = evidence.some((one) => judgeProbe({ ...one, needsObjects: false }) === 'growth')
  if (!byBytes) return verdict
  return { ...verdict, advice: `${verdict.advice} ${BYTES_IN_THREAD}` }
}

/** Whether a re-run told of objects and, where those explain nothing, of stores. */
function isWhole({ objects, stores }: ReRun): boolean {
  return objects !== undefined && (objects === 'account' || stores !== undefined)
}

/** Counts are exact. External bytes are, too, but in a worker thread they need their objects. */
function isProvedByItself({ probe, shape }: JudgedProbe): boolean {
  if (shape !== 'steady' || probe.name === 'heap') return false
  return isMainThread || probe.unit === 'count'
}

/** Why the re-run that bytes in doubt need was not made. */
function whatLacks(run: CheckRun): Lacking {
  const { options, loop } = run
  const isOutOfIterations =
    options.iterations === undefined && 2 * loop.completed > options.maxIterations
  if (isOutOfIterations) return { reason: 'samples', advice: samplesAdvice(options) }
  const advice = timeAdvice({
    options,
    iterations: loop.completed,
    neededIterations: 2 * loop.completed,
    iterationMs: meanIterationMs(run),
  })
  return { reason: 'time', advice }
}

const NOTHING_RUN: ReRun = { objects: undefined, stores: undefined }

/**
 * Batches cut short by the time are no second half: a store may just not have doubled in them. When
 * they were flat, the time kept for a re-run is free to make up for what is missing.
 */
function* completeSecondHalf(run: CheckRun, iterations: number): Generator<Wait, Verdict, unknown> {
  // What judged the batches so far was compiled after their last sample, and is no growth of the scenario.
  yield* sampleBase(run)
  yield* runBatch(run, iterations)
  yield* sampleGrowth(run)
  const parts = partsOf(run, iterations)
  return isQuiet(run, iterations) || isLevelAfterJudging(run)
    ? plateau(parts)
    : unsettled(parts, { suspects: [], ...whatLacks(run) })
}

/** Bytes that judging the batches leaves for a later collection: 100 to 930 were seen. */
const JUDGING_BYTES = 1024

/** Bytes that V8 keeps of the code that completes a second half, which runs here for the first time: 128 on Node 22 to 26. */
const COMPLETING_BYTES = 192

/** After flat batches, a fall by so little hides no store that doubled, and what the code itself leaves is no growth. */
function isLevelAfterJudging({ deltas, probes, options }: CheckRun): boolean {
  return probes.every(({ unit, name }, at) => {
    const delta = deltas[at] ?? 0
    const tolerated = options.tolerate[name] ?? 0
    const allowed = Math.max(allowance(unit, 0, tolerated), name === 'heap' ? COMPLETING_BYTES : 0)
    return delta <= allowed && delta >= -JUDGING_BYTES
  })
}

/** Growth per iteration over the equal batches, where there was any. */
function meanGrowth(run: CheckRun, { iterationsPerBatch, deltas }: EqualBatchesRun): Resolution {
  return Object.fromEntries(
    run.probes.map(({ name }, at) => [
      name,
      Math.max(0, rateOfEqualBatches(deltas[at] ?? [], iterationsPerBatch).perIteration),
    ]),
  )
}

function* confirm(run: CheckRun): Generator<Wait, EqualBatchesRun, unknown> {
  run.turning = true
  const iterationsPerBatch = equalBatch({
    completed: run.loop.completed,
    leftMs: leftToConfirm(run),
    iterationMs: run.iterationMs,
    slowdown: run.slowdown,
    sampleMs: run.sampleMs,
    scarce: run.scarce,
    batches: JUDGED_BATCHES,
    bytesPerIteration: Math.max(0, bytesGrown(run)) / run.latestBatch,
  })
  const toJudge = run.loop.completed + iterationsPerBatch
  const plan = { iterationsPerBatch, batches: JUDGED_BATCHES, discardFirst: true }
  const judged = yield* runEqualBatches(run, plan)
  if (!hidesStep(run, judged)) return judged
  const batches = Math.ceil(toJudge / iterationsPerBatch) - JUDGED_BATCHES
  // Batches as long as all iterations before them leave none to add.
  if (batches <= 0) return judged
  const more = yield* runEqualBatches(run, { iterationsPerBatch, batches, discardFirst: false })
  const deltas = judged.deltas.map((of, at) => [...of, ...(more.deltas[at] ?? [])])
  return { ...judged, deltas }
}

/**
 * A store may just have doubled in the batch that is thrown away, and does not again before as many
 * iterations as there were until then: a map that gained an entry in every ninth passed so.
 */
function hidesStep(run: CheckRun, batches: EqualBatchesRun): boolean {
  const { discarded, iterationsPerBatch } = batches
  const hasStepped = run.probes.some(({ name, unit }, at) => {
    const tolerated = run.options.tolerate[name] ?? 0
    return (discarded[at] ?? 0) > allowance(unit, iterationsPerBatch, tolerated)
  })
  return hasStepped && judgeShapes(run, batches, []).every(({ shape }) => shape === 'flat')
}

/** The part of the time limit that is kept for naming the culprit, and of what is left at most. */
const EXPLAIN_SHARE = 0.2
const MOST_OF_LEFT = 0.75

function leftToConfirm({ options, budget, recording }: CheckRun): number {
  const toExplain = options.explain === 'off' ? 0 : EXPLAIN_SHARE * options.timeLimitMs
  const toReRun = heapFallsBack(recording.toSeries(), 0) ? LONG_RE_RUN_MS : 0
  const kept = Math.min(Math.max(toExplain, toReRun), MOST_OF_LEFT * budget.leftMs())
  return budget.leftMs() - kept
}

function* splitExactly(
  run: CheckRun,
  iterations: number,
): Generator<Wait, EqualBatchesRun, unknown> {
  const iterationsPerBatch = Math.max(1, Math.floor(iterations / (2 * JUDGED_BATCHES)))
  const batches = Math.min(JUDGED_BATCHES, Math.ceil(iterations / 2))
  const first = iterations - batches * iterationsPerBatch
  run.turning = true
  yield* sampleBase(run)
  if (first > 0) {
    yield* runBatch(run, first)
    yield* sampleGrowth(run)
  }
  return yield* runEqualBatches(run, { iterationsPerBatch, batches, discardFirst: false })
}

const LEVEL: Rate = { perIteration: 0, interval: [0, 0] }

/** A re-run begins when there is time for so many samples, and ends by itself when the time is over. */
const RE_RUN_SAMPLES = 4

function* tryReRun(
  run: CheckRun,
  judged: readonly JudgedProbe[],
  comesAndGoes: boolean,
): Generator<Wait, ReRun, unknown> {
  if (run.budget.leftMs() < RE_RUN_SAMPLES * run.sampleMs) return NOTHING_RUN
  const heap = judged.find(({ probe }) => probe.name === 'heap')
  const external = judged.find(({ probe }) => probe.name === 'external')
  const countsBuffers = !isMainThread && external?.shape === 'steady'
  try {
    const growth = heap === undefined || heap.shape === 'flat' ? LEVEL : heap.rate
    return yield* reRun(run, growth, { countsBuffers, comesAndGoes })
  } catch (error) {
    if (error instanceof TimeUp) return NOTHING_RUN
    throw error
  }
}
