import type { PagePlot } from './page-data.ts'
import type { PageWindow, Plot, PlotOptions, PlotSize } from './page-dom.ts'
import type { PageParts } from './page-script.ts'

/** What uPlot is told of a plot. Runs in the page. */
export function plotOptions(
  page: PageWindow,
  plot: PagePlot,
  parts: PageParts,
): (width: number) => PlotSize & PlotOptions {
  return (width) => ({
    width,
    height: width < 500 ? 180 : 230,
    cursor: { y: false, sync: { key: plot.group, setSeries: false }, drag: { x: true, y: false } },
    scales: {
      x: { time: false },
      y: {
        range: (_: Plot, low: number | null, high: number | null) => parts.rangeOf(plot, low, high),
      },
    },
    axes: plotAxes(page, plot, parts),
    series: plotLines(page, plot, parts),
    hooks: {
      drawClear: [(drawn: Plot) => parts.shadeWarmUp(page, drawn, plot)],
      draw: [(drawn: Plot) => parts.drawMarks(page, drawn, plot)],
    },
  })
}

export function plotAxes(
  page: PageWindow,
  plot: PagePlot,
  parts: PageParts,
): readonly PlotOptions[] {
  const drawn = {
    stroke: () => parts.colour(page, '--soft'),
    grid: { stroke: () => parts.colour(page, '--line'), width: 1 },
    ticks: { stroke: () => parts.colour(page, '--line'), width: 1 },
    font: '12px system-ui, sans-serif',
  }
  const stepOf = (splits: readonly number[]) => (splits[1] ?? 1) - (splits[0] ?? 0)
  return [
    {
      ...drawn,
      space: 70,
      values: (_: Plot, at: readonly number[]) =>
        at.map((iterations) => parts.tickText(iterations, 'count', stepOf(at))),
    },
    {
      ...drawn,
      size: 74,
      values: (_: Plot, at: readonly number[]) =>
        at.map((amount) => parts.tickText(amount, plot.unit, stepOf(at))),
    },
  ]
}

export function plotLines(
  page: PageWindow,
  plot: PagePlot,
  parts: PageParts,
): readonly PlotOptions[] {
  const shown = (amount: number | null) =>
    amount === null ? '–' : parts.unitText(amount, plot.unit, parts.fifthDigit(amount))
  const named = { value: (_: Plot, amount: number | null) => shown(amount) }
  const iterations = {
    label: 'iteration',
    value: (drawn: Plot, amount: number | null) =>
      amount === null
        ? '–'
        : `${parts.groupedText(amount)} (${parts.secondsText(plot.seconds[drawn.cursor.idx ?? 0] ?? 0)})`,
  }
  const lines = plot.lines.map(({ label, y }, at) => ({
    ...named,
    label,
    width: 1.5,
    stroke: () => parts.colour(page, `--line-${at + 1}`),
    points: { size: 5, fill: () => parts.colour(page, '--ground'), filter: alonePoints(y) },
  }))
  const growth = {
    ...named,
    label: 'growth',
    width: 2,
    dash: [8, 5],
    spanGaps: true,
    stroke: () => parts.colour(page, '--growth'),
    points: { show: false },
  }
  return [iterations, ...lines, ...(plot.growth ? [growth] : [])]
}

/** A reading between two gaps has no line to be seen by. */
export function alonePoints(
  y: readonly (number | null)[],
): (drawn: Plot, line: number, isDense: boolean) => readonly number[] | null {
  const isGap = (at: number) => (y[at] ?? null) === null
  const alone = y.flatMap((_, at) => (!isGap(at) && isGap(at - 1) && isGap(at + 1) ? [at] : []))
  return (_drawn, _line, isDense) => (isDense || alone.length === 0 ? null : alone)
}
