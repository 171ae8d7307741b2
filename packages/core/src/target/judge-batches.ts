import { growth, plateau, unsettled } from '../plateau/assemble-verdict.ts'
import { type Shape, shapeOf } from '../plateau/equal-batches.ts'
import { judgeProbe, type ProbeVerdict } from '../plateau/judge-probe.ts'
import { type Rate, rateOfEqualBatches, rateOfLine } from '../plateau/rate.ts'
import {
  type Finding,
  judgeStore,
  judgeSurvivors,
  type StoreFinding,
  type Survivors,
  strongest,
} from '../plateau/survivors.ts'
import type { Growth, ProbeName, Verdict } from '../plateau/verdict.ts'
import { fillingAdvice, noiseAdvice, targetSuspectAdvice } from '../report/advice.ts'
import { TimeUp } from './deadline.ts'
import type { ProbeSpec } from './target.ts'
import { convictingIterations, evidenceIterations } from './target-plan.ts'
import {
  accepted,
  latestGrowth,
  partsOf,
  runBatch,
  seriesOf,
  type TargetRun,
  takeSample,
} from './target-run.ts'

/** Growth per batch, by probe in the order of `run.probes`. */
export interface EqualBatchesOfTarget {
  readonly iterationsPerBatch: number
  readonly deltas: readonly (readonly number[])[]
}

/** Runs equal batches and samples each; the first serves as the base where `discardFirst`. */
export async function runEqualBatches(
  run: TargetRun,
  plan: {
    readonly iterationsPerBatch: number
    readonly batches: number
    readonly discardFirst: boolean
  },
): Promise<EqualBatchesOfTarget> {
  const { iterationsPerBatch, batches, discardFirst } = plan
  if (discardFirst) {
    await runBatch(run, iterationsPerBatch)
    await takeSample(run)
  }
  const rows: (readonly number[])[] = []
  for (let batch = 0; batch < batches; batch++) {
    await runBatch(run, iterationsPerBatch)
    await takeSample(run)
    rows.push(latestGrowth(run))
  }
  return { iterationsPerBatch, deltas: run.probes.map((_, at) => rows.map((row) => row[at] ?? 0)) }
}

interface JudgedProbe {
  readonly probe: ProbeSpec
  readonly shape: Shape
  readonly rate: Rate
}

/** Judges every probe by its equal batches, and bytes in doubt by what a re-run finds. */
export async function judgeBatches(
  run: TargetRun,
  batches: EqualBatchesOfTarget,
): Promise<Verdict> {
  const judged = judgeShapes(run, batches)
  const dismissed: Partial<Record<ProbeName, number>> = {}
  for (const { probe, rate } of judged) dismissed[probe.name] = Math.max(0, rate.perIteration)
  const iterations = batches.iterationsPerBatch * (batches.deltas[0]?.length ?? 0)
  const parts = { ...partsOf(run, iterations), dismissed }
  if (judged.every(({ shape }) => shape === 'flat')) return plateau(parts)

  const found = isProved(judged) ? ACCOUNTED_BY_COUNTS : await findEvidence(run, judged)
  const verdicts = judged.map((probe) => verdictOf(probe, found))
  // What the evidence took belongs to the check too.
  const now = { ...parts, series: seriesOf(run), elapsedMs: run.deadline.spentMs() }
  const grown = growthOf(judged, verdicts, 'growth')
  if (grown.length > 0) {
    const needed = convictingIterations(run, isProved(judged.filter(isNoStore)))
    if (now.iterations >= needed) return growth(now, grown)
    const advice = fillingAdvice(now.iterations, needed)
    return unsettled(now, { reason: 'time', suspects: grown, advice })
  }
  const suspects = growthOf(judged, verdicts, 'suspect')
  if (suspects.length === 0) return plateau(now)
  const isNoise = suspects.every(({ probe, interval }) => probe === 'heap' && interval[0] <= 0)
  return unsettled(now, {
    reason: isNoise ? 'noise' : 'suspect',
    suspects,
    advice: isNoise ? noiseAdvice(suspects) : targetSuspectAdvice(suspects),
  })
}

function judgeShapes(run: TargetRun, batches: EqualBatchesOfTarget): readonly JudgedProbe[] {
  const { iterationsPerBatch, deltas: deltasByProbe } = batches
  const series = seriesOf(run)
  return run.probes.map((probe, at) => {
    const deltas = deltasByProbe[at] ?? []
    const judged = iterationsPerBatch * deltas.length
    const shape = shapeOf({
      unit: probe.unit,
      deltas,
      iterationsPerBatch,
      toleratedPerIteration: accepted(run, probe, judged),
      iterations: run.completed,
    })
    const { iterations = [], readings = [] } = series[at] ?? {}
    const rate =
      shape === 'irregular'
        ? rateOfLine(iterations, readings)
        : rateOfEqualBatches(deltas, iterationsPerBatch)
    return { probe, shape, rate }
  })
}

/** Counts that grow steadily prove a leak by themselves, and account for the bytes beside them. */
function isProved(judged: readonly JudgedProbe[]): boolean {
  return judged.some(
    ({ probe, shape }) => shape === 'steady' && probe.unit === 'count' && probe.noise === 'exact',
  )
}

/** What a store that fills up to its limit grows by; anything else is no store. */
const IN_STORES: readonly ProbeName[] = ['heap', 'heapObjects', 'external']

export function isNoStore({ probe }: { readonly probe: ProbeName | ProbeSpec }): boolean {
  return !IN_STORES.includes(typeof probe === 'string' ? probe : probe.name)
}

interface Found {
  readonly objects: Finding | undefined
  readonly stores: StoreFinding | undefined
}

const NOTHING_FOUND: Found = { objects: undefined, stores: undefined }
const ACCOUNTED_BY_COUNTS: Found = { objects: 'account', stores: undefined }

/** Undefined findings where none could be made, in time or at all: bytes then decide alone. */
async function findEvidence(run: TargetRun, judged: readonly JudgedProbe[]): Promise<Found> {
  const { session, deadline } = run
  const iterations = evidenceIterations(run)
  if (session.evidence === undefined || iterations === 0) return NOTHING_FOUND
  try {
    const found = await deadline.within(session.evidence(iterations, deadline.signal))
    const heap = judged.find(({ probe }) => probe.name === 'heap')
    const atLeast = heap?.rate.interval[0] ?? 0
    const stores = found.stores?.map(judgeStore)
    const objects = found.survivors && judgeSurvivors(found.survivors, atLeast)
    const isStrays = found.survivors !== undefined && areStrays(found.survivors)
    return {
      objects: isStrays ? (heap?.shape === 'steady' ? 'unclear' : 'none') : objects,
      // A target that counts objects alone has no stores to tell of.
      stores: stores ? strongest(stores) : objects && 'none',
    }
  } catch (error) {
    if (error instanceof TimeUp) return NOTHING_FOUND
    throw error
  }
}

/** Objects that a page leaves in a phase whatever the scenario does: its runner's, its compilers'; up to 20 were seen. */
const MOST_STRAYS = 32

/** They come by the phase; so many per iteration come by the iteration. */
const STRAYS_PER_ITERATION = 0.5

function areStrays({ first, second }: Survivors): boolean {
  const fewest = Math.min(first.objects, second.objects / 2)
  return fewest < MOST_STRAYS && second.objects < STRAYS_PER_ITERATION * second.iterations
}

function verdictOf({ probe, shape, rate }: JudgedProbe, found: Found): ProbeVerdict {
  const { perIteration, interval } = rate
  const evidence = { probe: probe.name, shape, perIteration, atLeast: interval[0], ...found }
  const objects = probe.name === 'heap' ? found.objects : undefined
  const verdict = judgeProbe({ ...evidence, objects })
  return verdict === 'growth' && isDoubtful(probe, found) ? 'suspect' : verdict
}

/** Where evidence was asked for and did not account for the growth, readings that stray do not convict. */
function isDoubtful({ name, noise }: ProbeSpec, { objects, stores }: Found): boolean {
  if (noise === 'noisy') return true
  const isAsked = objects !== undefined || stores !== undefined
  const isAccounted = objects === 'account' || stores === 'account'
  return name === 'heap' && noise === 'bounded' && isAsked && !isAccounted
}

function growthOf(
  judged: readonly JudgedProbe[],
  verdicts: readonly ProbeVerdict[],
  wanted: ProbeVerdict,
): readonly Growth[] {
  return judged.flatMap(({ probe, rate }, at) =>
    verdicts[at] === wanted ? [{ probe: probe.name, ...rate }] : [],
  )
}
