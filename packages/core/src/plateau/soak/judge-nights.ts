import type { ProbeName } from '../verdict.ts'
import { judgedPoints, lowestOf, medianOf, type Points, spanOf } from './points.ts'
import type { SoakRun } from './soak-run.ts'
import { growsSteadily } from './steady-growth.ts'
import { theilSen, Z } from './theil-sen.ts'

/** What one soak left in the history of a probe. */
export interface Night {
  /** ISO 8601. */
  readonly at: string
  /** Growth per iteration within that night. */
  readonly perIteration: number
  /** The settled level: the floor of the last quarter, as `settledLevel` tells it. */
  readonly level: number
}

/** Whether the level at which a process settles creeps up from night to night. */
export interface NightsVerdict {
  readonly kind: 'growth' | 'plateau' | 'unsettled'
  readonly nights: number
  /** Change of the settled level per night, in the probe's unit, with its 95 % interval. */
  readonly perNight: number
  readonly interval: readonly [low: number, high: number]
}

/** A week of nights is the least that shows a trend and not a deploy. */
const FEWEST_NIGHTS = 7

/** Of the level: what another build or another machine moves it by. */
const UNSEEN_PART = 1 / 100

/** Judges slow creep over many nights, which no single night shows; in any order. */
export function judgeNights(history: readonly Night[]): NightsVerdict {
  const levels = history
    .filter(({ level }) => Number.isFinite(level))
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map(({ level }) => level)
  const points = { iterations: levels.map((_, night) => night), readings: levels }
  const { perIteration, intervalAt } = theilSen(points)
  const interval = intervalAt(Z[95])
  return { kind: kindOf(points, interval), nights: levels.length, perNight: perIteration, interval }
}

function kindOf(points: Points, [, high]: NightsVerdict['interval']): NightsVerdict['kind'] {
  const { readings } = points
  if (readings.length < FEWEST_NIGHTS) return 'unsettled'
  const stray = UNSEEN_PART * Math.abs(medianOf(readings))
  if (growsSteadily(points, { tolerated: 0, stray, unseen: stray })) return 'growth'
  return high * spanOf(points) <= Math.max(stray, 0) ? 'plateau' : 'unsettled'
}

/** Of the iterations at the end, in which a process is taken to have settled. */
const LAST_PART = 1 / 4

/** The floor of the last quarter of a run, for its history; undefined where nothing was read there. */
export function settledLevel(run: SoakRun, probe: ProbeName): number | undefined {
  const series = run.series.find((candidate) => candidate.probe === probe)
  if (series === undefined) return undefined
  const { iterations, readings } = judgedPoints(series, run.warmUpIterations)
  const start = (iterations.at(-1) ?? 0) * (1 - LAST_PART)
  const last = readings.filter((_, at) => (iterations[at] ?? 0) >= start)
  return last.length === 0 ? undefined : lowestOf(last)
}
