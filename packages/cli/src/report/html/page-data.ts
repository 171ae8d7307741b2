import type { ProbeName } from '@plateau/core'
import type { EventRecord, LoadRecord } from '../../run/run-record.ts'
import { isInBytes } from '../amounts.ts'
import { type GrownProbe, grownProbes } from '../grown-probes.ts'
import { type ProbePoint, probeSeries, probesOf, warmedUpAt } from '../probe-series.ts'
import type { ProcessView, RunView } from '../run-view.ts'
import { type Drawing, type DrawnPoint, sparsePoints } from './sparse-points.ts'

/** What the page's script draws. */
export interface PageData {
  readonly plots: readonly PagePlot[]
}

export interface PagePlot {
  /** Plots of one group are zoomed together. */
  readonly group: string
  readonly unit: 'bytes' | 'count' | 'ms'
  /** Iterations of each point. */
  readonly x: readonly number[]
  /** Seconds since the start of each point. */
  readonly seconds: readonly number[]
  /** A reading is null where the line breaks. */
  readonly lines: readonly { readonly label: string; readonly y: readonly (number | null)[] }[]
  readonly warmedUpAt: number
  /** Where it grew: a straight line of the rate that the verdict names. */
  readonly growth?: { readonly fromX: number; readonly fromY: number; readonly rate: number }
  readonly marks: readonly PageMark[]
}

/** An event, by its number in the page's list. */
export interface PageMark {
  readonly x: number
  readonly number: number
  readonly isFault: boolean
}

/** All plots of a page share so many points: half a megabyte, wherever their number leads. */
const MOST_POINTS = 16_000
const FEWEST_POINTS = 60

/** More marks than this hide the line that they are on. */
const MOST_MARKS = 60

/** A plot for every probe of every process, and one for the load's latency; plots[n] is drawn into `plot-n`. */
export function pageData(view: RunView, processes: readonly ProcessView[]): PageData {
  const count = processes.reduce((sum, process) => sum + probesOf(process).length, 3)
  const drawing = {
    mostPoints: Math.max(FEWEST_POINTS, Math.floor(MOST_POINTS / count)),
    gaps: view.events.filter(isGap).map(({ elapsedMs }) => elapsedMs),
  }
  return {
    plots: [
      ...processes.flatMap((process, at) => processPlots({ view, process, drawing, at })),
      ...latencyPlots(view.loads, drawing),
    ],
  }
}

/** The machine slept, the clock jumped, or samples could not be taken. */
function isGap({ kind }: EventRecord): boolean {
  return kind === 'gap' || kind === 'clock' || kind === 'not-answering'
}

function processPlots(of: {
  readonly view: RunView
  readonly process: ProcessView
  readonly drawing: Drawing
  readonly at: number
}): readonly PagePlot[] {
  const { view, process, drawing, at } = of
  const grown = grownProbes(view, process)
  return probesOf(process).map((probe) => {
    const points = probeSeries(process, probe)
    const growth = growthLine(
      points,
      grown.find((one) => one.growth.probe === probe),
    )
    return {
      group: `process ${at}`,
      unit: isInBytes(probe) ? 'bytes' : 'count',
      ...axesOf(sparsePoints(points, drawing), probe),
      warmedUpAt: warmedUpAt(view, process),
      ...(growth && { growth }),
      marks: marksOf(view.events, process),
    }
  })
}

function axesOf(points: readonly DrawnPoint[], probe: ProbeName) {
  return {
    x: points.map(({ iterations }) => iterations),
    seconds: points.map(({ elapsedMs }) => Math.round(elapsedMs / 1000)),
    lines: [{ label: probe, y: points.map(({ reading }) => reading) }],
  }
}

/** A line may miss the readings by this factor of their rise; what misses more was not told by them. */
const FITTING = 2

/** Through the middle of the readings that grew. A store's growth is not told by bytes, so it has no line. */
function growthLine(
  points: readonly ProbePoint[],
  grown: GrownProbe | undefined,
): PagePlot['growth'] | undefined {
  const onset = grown?.onset
  if (grown === undefined || onset === undefined) return undefined
  const from = points.filter(
    ({ iterations, reading }) => iterations >= onset.iterations && reading !== undefined,
  )
  const last = from.at(-1)
  if (last === undefined) return undefined
  const rate = grown.growth.perIteration
  const rise = rate * (last.iterations - onset.iterations)
  const seen = (last.reading ?? 0) - (from[0]?.reading ?? 0)
  if (rise > FITTING * seen || seen > FITTING * rise) return undefined
  const meanX = from.reduce((sum, { iterations }) => sum + iterations, 0) / from.length
  const meanY = from.reduce((sum, { reading = 0 }) => sum + reading, 0) / from.length
  return { fromX: onset.iterations, fromY: meanY - rate * (meanX - onset.iterations), rate }
}

function marksOf(events: readonly EventRecord[], { process }: ProcessView): readonly PageMark[] {
  return events
    .map((event, at) => ({ event, number: at + 1 }))
    .filter(({ event }) => event.process === undefined || event.process === process)
    .filter(({ event }) => event.kind !== 'warmed-up')
    .slice(0, MOST_MARKS)
    .map(({ event, number }) => ({ x: event.iterations, number, isFault: isFault(event) }))
}

/** Not what Plateau or its load did by itself. */
export function isFault({ kind }: EventRecord): boolean {
  return kind !== 'warmed-up' && kind !== 'segment' && kind !== 'load'
}

function latencyPlots(loads: readonly LoadRecord[], drawing: Drawing): readonly PagePlot[] {
  const known = loads.filter(({ latencyMs }) => latencyMs !== undefined)
  if (known.length < 2) return []
  const slowest = known.map(
    ({ iterations, elapsedMs, latencyMs }): ProbePoint => ({
      iterations,
      elapsedMs,
      wall: elapsedMs,
      reading: latencyMs?.max,
    }),
  )
  const drawn = sparsePoints(slowest, drawing)
  const byPlace = new Map(known.map((load) => [load.elapsedMs, load.latencyMs]))
  const line = (key: 'p50' | 'p99' | 'max') =>
    drawn.map(({ elapsedMs, reading }) =>
      reading === null ? null : (byPlace.get(elapsedMs)?.[key] ?? null),
    )
  return [
    {
      group: 'load',
      unit: 'ms',
      x: drawn.map(({ iterations }) => iterations),
      seconds: drawn.map(({ elapsedMs }) => Math.round(elapsedMs / 1000)),
      lines: [
        { label: 'median', y: line('p50') },
        { label: '99 %', y: line('p99') },
        { label: 'slowest', y: line('max') },
      ],
      warmedUpAt: 0,
      marks: [],
    },
  ]
}
