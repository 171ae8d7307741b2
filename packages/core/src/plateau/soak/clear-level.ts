import { riseOverLastDoubling } from './last-doubling.ts'
import { lowestOf, type Points, slicePoints } from './points.ts'

export interface LevelTerms {
  /** How much a level may move by itself over the whole run, in the unit of the readings. */
  readonly stray: number
  /** Growth per iteration that is accepted. */
  readonly tolerated: number
  /** Iterations that are judged in all, from the first reading on. */
  readonly judged: number
}

/** Of the judged iterations, between two readings: quarters, and what rounding adds. */
const LONGEST_GAP = 0.3

/**
 * Of the stray, besides as much of it as of the run is over. A leak that would show over the last doubling of
 * iterations, which is five eighths of what is judged, is above it by the end of the seventh eighth.
 */
const AT_ONCE = 0.5

/**
 * Of the judged iterations: what rises would have shown before. V8 drops bytecode that did not run between six
 * collections, of which the sixth comes so late.
 */
const MAY_FALL_FROM = 0.75

/** Whether nothing moved so far by more than levels do. What fell by more may have hidden what rises. */
export function isLevelSoFar(points: Points, terms: LevelTerms): boolean {
  const { stray, judged } = terms
  const { iterations, readings } = points
  const beyond = beyondTolerated(points, terms)
  const [first = 0] = iterations
  return readings.every((_, at) => {
    const done = (iterations[at] ?? 0) - first
    const gap = done - ((iterations[at - 1] ?? first) - first)
    const rise = (beyond.readings[at] ?? 0) - lowestOf(beyond.readings.slice(0, at + 1))
    return (
      gap <= LONGEST_GAP * judged &&
      rise <= (AT_ONCE + done / judged) * stray &&
      (fallOf(readings, at) <= stray || done >= MAY_FALL_FROM * judged)
    )
  })
}

/** Of a reading below the lowest before it. */
function fallOf(readings: readonly number[], at: number): number {
  return at === 0 ? 0 : lowestOf(readings.slice(0, at)) - (readings[at] ?? 0)
}

/** What accepted growth accounts for is left out. */
function beyondTolerated({ iterations, readings }: Points, { tolerated }: LevelTerms): Points {
  return {
    iterations,
    readings: readings.map((reading, at) => reading - tolerated * (iterations[at] ?? 0)),
  }
}

/**
 * Whether a whole run is level beyond doubt, so that few readings are enough. The last one may stray: it alone is
 * no level.
 */
export function isClearlyLevel(points: Points, terms: LevelTerms): boolean {
  const [before = 0, end = 0] = points.iterations.slice(-2)
  const rise = riseOverLastDoubling(beyondTolerated(points, terms))
  return (
    rise !== undefined &&
    rise <= terms.stray &&
    end - before <= LONGEST_GAP * terms.judged &&
    isLevelSoFar(slicePoints(points, 0, -1), terms)
  )
}
