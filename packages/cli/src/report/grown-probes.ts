import type { Growth } from '@plateau/core'
import { storeOfEntries } from '@plateau/core/soak'
import { amountText, bytesText, durationText, rateText, timeText } from './amounts.ts'
import { growthOnset } from './growth-onset.ts'
import { type ProbePoint, probeSeries, warmedUpAt } from './probe-series.ts'
import type { ProcessView, RunView } from './run-view.ts'

/** One probe that grew, in sentences that stand for themselves. */
export interface GrownProbe {
  readonly growth: Growth
  /** `heap +112 bytes per iteration`. */
  readonly rate: string
  /** `since the warm-up ended, iteration 2 000`. */
  readonly since: string
  /** The sample from which on it grew. */
  readonly onset: ProbePoint | undefined
}

/** What grew in a process, how fast and since when. Empty unless its verdict is growth. */
export function grownProbes(view: RunView, process: ProcessView): readonly GrownProbe[] {
  const { verdict } = process
  if (verdict?.kind !== 'growth') return []
  const warm = warmedUpAt(view, process)
  return verdict.growth.map((growth) => {
    const judged = probeSeries(process, growth.probe).filter(
      ({ iterations, reading }) => iterations >= warm && reading !== undefined,
    )
    const bend = onsetOf(judged, growth, process)
    const types = growth.types?.length ? ` (${growth.types.join(', ')})` : ''
    return {
      growth,
      rate: `${grownBy(growth)}${types}`,
      since: bend ? sinceSample(bend) : `since the warm-up ended, iteration ${amountText(warm)}`,
      onset: bend ?? judged[0],
    }
  })
}

/** Stores that gain entries in proportion do so from the first census on that holds them, however the bytes move meanwhile. */
function onsetOf(
  judged: readonly ProbePoint[],
  { perIteration, types = [] }: Growth,
  { censuses }: ProcessView,
): ProbePoint | undefined {
  const bend = growthOnset(judged, perIteration)
  const counted = censuses.find(({ stores }) =>
    stores.some(({ container, entries }) => entries > 0 && types.includes(container)),
  )
  return bend && counted && counted.iterations <= bend.iterations ? undefined : bend
}

/** `heap +112 bytes per iteration`, or that entries were counted. */
export function grownBy(growth: Growth): string {
  const { probe, perIteration } = growth
  return storeOfEntries(growth) === undefined
    ? `${probe} ${rateText(probe, perIteration)}`
    : `entries in the ${probe}`
}

function sinceSample({ iterations, elapsedMs, wall }: ProbePoint): string {
  return `since about iteration ${amountText(iterations)}, ${durationText(elapsedMs)} after the start (${timeText(wall)})`
}

/** When the process would have been killed; undefined where there is no limit or nothing grows. */
export function limitText(process: ProcessView): string | undefined {
  const { came, limitReachedMs, samples } = process
  if (limitReachedMs === undefined) return undefined
  const {
    at,
    interval: [low, high],
    limitBytes = came?.limitBytes,
  } = limitReachedMs
  const limit = limitBytes === undefined ? 'its limit' : `its limit of ${bytesText(limitBytes)}`
  const last = samples.at(-1)?.wall
  const when = last === undefined || !isTime(at) ? '' : `, about ${timeText(last + at)}`
  return `The process would reach ${limit} ${after(at)} after the last sample${when}${range(low, high)}.`
}

/** Runs of before hold infinities, or null for them. */
function isTime(milliseconds: unknown): milliseconds is number {
  return typeof milliseconds === 'number' && Number.isFinite(milliseconds)
}

/** Without an end where the interval of the rate includes zero. */
function range(low: number, high: number | null): string {
  if (isTime(high)) return ` (90% interval ${after(low)} to ${after(high)})`
  return `: after ${after(low)} at the earliest, and it may never be reached (90% interval)`
}

function after(milliseconds: number | null): string {
  return isTime(milliseconds) ? durationText(milliseconds) : 'never'
}
