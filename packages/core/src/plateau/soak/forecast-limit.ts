import { judgeSeries } from './judge-series.ts'
import { type LimitReached, limitReached } from './limit.ts'
import { blockMinima, judgedPoints } from './points.ts'
import type { SoakRun, SoakSeries } from './soak-run.ts'
import { type Slope, theilSen, Z } from './theil-sen.ts'

/** What a process may take, and how fast its iterations come. */
export interface ForecastTerms {
  /** Of its engine's heap alone. */
  readonly heapLimitBytes?: number | undefined
  /** Of all its memory: what was asked for, its cgroup's, or the machine's. */
  readonly memoryLimitBytes?: number | undefined
  /** Its resident memory at every sample, where it was read. */
  readonly rss: readonly (number | undefined)[]
  readonly iterationsPerMs: number
}

export interface LimitForecast extends LimitReached {
  readonly limitBytes: number
}

/** Bytes of these are apart from each other. */
const PARTS: readonly string[] = ['heap', 'external', 'native']

/**
 * When the first of its limits is reached, by what was measured: the heap by its own growth, all memory by that
 * of heap, external and native memory together, or by the resident memory where that grows steadily and faster:
 * it holds what no other probe counts. Undefined where neither limit ever is.
 */
export function forecastLimit(run: SoakRun, terms: ForecastTerms): LimitForecast | undefined {
  const { heapLimitBytes, memoryLimitBytes, iterationsPerMs } = terms
  const parts = run.series.filter(({ probe }) => PARTS.includes(probe))
  const heap = parts.find(({ probe }) => probe === 'heap')
  const reached = [
    ...(heap && heapLimitBytes ? [{ trend: trendOf(heap, run), limitBytes: heapLimitBytes }] : []),
    ...(memoryLimitBytes
      ? [{ trend: memoryTrend(run, parts, terms.rss), limitBytes: memoryLimitBytes }]
      : []),
  ].flatMap(({ trend, limitBytes }) => {
    if (trend === undefined) return []
    const { slope, current } = trend
    const growth = { perIteration: slope.perIteration, interval: slope.intervalAt(Z[90]) }
    const at = limitReached(growth, { current, limitBytes, iterationsPerMs })
    return at === undefined ? [] : [{ ...at, limitBytes }]
  })
  return reached.sort((one, other) => one.at - other.at)[0]
}

interface Trend {
  readonly slope: Slope
  readonly current: number
}

function trendOf(series: SoakSeries, run: SoakRun): Trend | undefined {
  const points = judgedPoints(series, run.warmUpIterations)
  const current = points.readings.at(-1)
  return current === undefined
    ? undefined
    : { slope: theilSen(blockMinima(points, run.mode)), current }
}

function memoryTrend(
  run: SoakRun,
  parts: readonly SoakSeries[],
  rss: ForecastTerms['rss'],
): Trend | undefined {
  const [first] = parts
  if (first === undefined) return undefined
  const counted = trendOf({ ...first, readings: sumOf(parts) }, run)
  const resident: SoakSeries = { ...first, probe: 'rss', noise: 'noisy', readings: rss }
  const whole = trendOf(resident, run)
  if (counted === undefined || whole === undefined) return counted
  const { mode, warmUpIterations } = run
  const { shape } = judgeSeries(resident, { mode, warmUpIterations, tolerated: 0 })
  const isFaster = shape === 'growth' && whole.slope.perIteration > counted.slope.perIteration
  return { slope: isFaster ? whole.slope : counted.slope, current: whole.current }
}

function sumOf(parts: readonly SoakSeries[]): readonly (number | undefined)[] {
  const [first] = parts
  return (first?.readings ?? []).map((_, at) =>
    parts.reduce<number | undefined>((sum, { readings }) => {
      const reading = readings[at]
      return sum === undefined || reading === undefined ? undefined : sum + reading
    }, 0),
  )
}
