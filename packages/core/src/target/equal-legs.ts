import { growth } from '../plateau/assemble-verdict.ts'
import { rateOfLine } from '../plateau/rate.ts'
import type { Series } from '../plateau/series.ts'
import { climbs, rateOfSecondHalf } from '../plateau/staircase.ts'
import type { GrowthVerdict, UnsettledVerdict, Verdict } from '../plateau/verdict.ts'
import { isNoStore, judgeBatches, runEqualBatches } from './judge-batches.ts'
import { isRoundLeft, JUDGED_LEGS, planLegs } from './leg-plan.ts'
import { CONFIRM_AT } from './target-plan.ts'
import { accepted, partsOf, runBatch, seriesOf, type TargetRun, takeSample } from './target-run.ts'

/**
 * Rounds of a few equal legs, never longer ones: pools of such a target grow with the length of a leg,
 * and unequal legs would fake growth. Each round judges its own legs; what may be a store that is still
 * filling, and what is uneven, is looked at again for as long as the time allows.
 */
export async function equalLegs(run: TargetRun): Promise<Verdict> {
  const { iterations } = run.options
  if (run.completed === 0) await runBatch(run, 1)
  const iterationsPerLeg =
    iterations === undefined
      ? await planLegs(run)
      : Math.max(1, Math.floor(iterations / JUDGED_LEGS))
  await runBatch(run, iterationsPerLeg)
  await takeSample(run)
  for (;;) {
    const plan = { iterationsPerBatch: iterationsPerLeg, batches: JUDGED_LEGS, discardFirst: false }
    const verdict = await judgeBatches(run, await runEqualBatches(run, plan))
    const isLast = iterations !== undefined || !isRoundLeft(run, iterationsPerLeg)
    if (verdict.kind === 'plateau') return withoutHidden(run, verdict, iterationsPerLeg)
    if (verdict.kind === 'growth' && (isLast || isCertain(run, verdict))) return verdict
    const climbing = verdict.kind === 'unsettled' ? provedByClimbing(run, verdict) : undefined
    if (climbing !== undefined || isLast) return climbing ?? verdict
  }
}

/** A store that fills up to its limit looks the same for as long as it fills. */
function isCertain(run: TargetRun, verdict: GrowthVerdict): boolean {
  return verdict.growth.some(isNoStore) || run.completed >= CONFIRM_AT
}

/** Bytes that climb in steps all the way, seen over many iterations: a slice or a map that nobody empties. */
function provedByClimbing(run: TargetRun, { suspects }: UnsettledVerdict): Verdict | undefined {
  if (run.completed < CONFIRM_AT) return undefined
  const series = seriesOf(run)
  const climbing = run.probes.flatMap((probe, at) => {
    const drawn = series[at]
    const isSuspect = suspects.some((suspect) => suspect.probe === probe.name)
    if (drawn === undefined || !isSuspect || probe.noise === 'noisy' || probe.hasMarks) return []
    if (!climbs(drawn, accepted(run, probe, run.completed / 4))) return []
    if (run.completed < SLOW_CONFIRM_AT && maySettle(drawn, series)) return []
    return [{ probe: probe.name, ...rateOfLine(drawn.iterations, drawn.readings) }]
  })
  if (climbing.length === 0) return undefined
  return growth(partsOf(run, Math.floor(run.completed / 2)), climbing)
}

/**
 * Less than a word per iteration, made of small objects: a map of a thousand entries that come and go was
 * seen to gain 3 B per iteration in overflow buckets of 352 B (Go up to 1.23), evenly over the first
 * 30,000 iterations. A list that grows is one object, however large.
 */
const SLOW_BYTES = 8
const SMALL_OBJECT_BYTES = 1024
const SLOW_CONFIRM_AT = 8 * CONFIRM_AT

function maySettle(drawn: Series, series: readonly Series[]): boolean {
  const objects = series.find(({ probe }) => probe === 'heapObjects')
  if (drawn.unit !== 'bytes' || objects === undefined) return false
  const bytes = rateOfSecondHalf(drawn)
  return bytes < SLOW_BYTES && bytes <= SMALL_OBJECT_BYTES * rateOfSecondHalf(objects)
}

/** Bytes per iteration below which what only single collections show is no pool of the program's. */
const HIDDEN_BYTES = 32

/** A plateau after full collections may hide what they clear: pools that grow for as long as they are used. */
async function withoutHidden(
  run: TargetRun,
  verdict: Verdict,
  iterationsPerLeg: number,
): Promise<Verdict> {
  const { session, deadline } = run
  const heap = run.probes.find(({ name }) => name === 'heap')
  if (session.hidden === undefined || heap === undefined) return verdict
  const hidden = await deadline.within(session.hidden(iterationsPerLeg, deadline.signal))
  if (hidden === undefined) return verdict
  const { iterations, readings } = hidden
  const judged = (iterations.at(-1) ?? 0) - (iterations[0] ?? 0)
  const tolerated = accepted(run, heap, judged)
  const drawn: Series = { probe: 'heap', unit: 'bytes', collection: 'full', iterations, readings }
  const rate = rateOfLine(iterations, readings)
  if (rate.perIteration < HIDDEN_BYTES || !climbs(drawn, tolerated)) return verdict
  const parts = partsOf(run, judged)
  const series = parts.series.map((read) => (read.probe === 'heap' ? drawn : read))
  return growth({ ...parts, series }, [{ probe: 'heap', ...rate }])
}
