import type { ProbeName } from '../verdict.ts'
import type { Night, SettledNight } from './judge-nights.ts'
import { deviationOf, judgedPoints, lowestOf, medianOf } from './points.ts'
import type { SoakRun } from './soak-run.ts'

/** The level of each night, oldest first. */
export interface Levels {
  readonly nights: readonly Night[]
  readonly readings: readonly number[]
  /** What the checkpoints of each leave uncertain. */
  readonly errors: readonly number[]
}

/** From all checkpoints of a night where every night tells of them: two measures of a level are not compared. */
export function levelsOf(history: readonly Night[]): Levels {
  const nights = history
    .filter(({ level }) => Number.isFinite(level))
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  const isWhole = nights.every(({ settled }) => settled !== undefined)
  return {
    nights,
    readings: nights.map(({ level, settled }) => (isWhole ? (settled?.median ?? level) : level)),
    errors: nights.map(({ settled }) => (isWhole && settled ? errorOf(settled) : 0)),
  }
}

/** A median strays by a quarter more than a mean. */
const MEDIAN_ERROR = 1.25

function errorOf({ spread, checkpoints }: SettledNight): number {
  return (MEDIAN_ERROR * spread) / Math.sqrt(Math.max(1, checkpoints))
}

/** A single night tells nothing. */
const LATEST_NIGHTS = 3

/** What rose and fell back since is no growth. */
export function isStillUp(readings: readonly number[]): boolean {
  return medianOf(readings.slice(-LATEST_NIGHTS)) > medianOf(readings)
}

/** Of the level: see `UNSEEN_PART`. */
const BACK_PART = 1 / 100

/** Whether a level that rose is back where it was before. */
export function isMended({ readings }: Levels): boolean {
  const before = medianOf(readings.slice(0, LATEST_NIGHTS))
  return medianOf(readings.slice(-LATEST_NIGHTS)) <= (1 + BACK_PART) * before
}

/** What all checkpoints after the warm-up tell of a level; undefined where nothing was read. */
export function settledNight(run: SoakRun, probe: ProbeName): SettledNight | undefined {
  const { readings } = judged(run, probe)
  if (readings.length === 0) return undefined
  return {
    median: medianOf(readings),
    spread: deviationOf(readings),
    checkpoints: readings.length,
  }
}

/** Of the iterations at the end, in which a process is taken to have settled. */
const LAST_PART = 1 / 4

/** The floor of the last quarter of a run, for its history; undefined where nothing was read there. */
export function settledLevel(run: SoakRun, probe: ProbeName): number | undefined {
  const { iterations, readings } = judged(run, probe)
  const start = (iterations.at(-1) ?? 0) * (1 - LAST_PART)
  const last = readings.filter((_, at) => (iterations[at] ?? 0) >= start)
  return last.length === 0 ? undefined : lowestOf(last)
}

function judged(run: SoakRun, probe: ProbeName): ReturnType<typeof judgedPoints> {
  const series = run.series.find((candidate) => candidate.probe === probe)
  if (series === undefined) return { iterations: [], readings: [] }
  return judgedPoints(series, run.warmUpIterations)
}
