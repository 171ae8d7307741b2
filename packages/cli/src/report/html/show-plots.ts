import type { PageData, PagePlot } from './page-data.ts'
import type { PageElement, PageWindow } from './page-dom.ts'
import type { PageParts } from './page-script.ts'
import type { ShownPlot } from './plot-zoom.ts'

export function emptyPlots(): ShownPlot[] {
  return []
}

/** Draws the plots of a section once it is open: hundreds of closed ones cost nothing. Runs in the page. */
export function showPlots(of: {
  readonly page: PageWindow
  readonly data: PageData
  readonly parts: PageParts
  readonly plots: ShownPlot[]
  readonly section: PageElement
}): void {
  const { page, data, parts, plots, section } = of
  for (const frame of section.querySelectorAll('[data-plot]')) {
    const plot = data.plots[Number(frame.dataset['plot'])]
    if (plot === undefined || plots.some((one) => one.plot === plot)) continue
    const into = frame.querySelector('.canvas')
    const options = parts.plotOptions(page, plot, parts)
    const drawn = new page.uPlot(options(into.clientWidth), plotRows(plot), into)
    const one = { plot, drawn, frame }
    plots.push(one)
    parts.listenForZoom(plots, one)
    const resize = () => {
      const { width, height } = options(into.clientWidth)
      if (width !== drawn.width) drawn.setSize({ width, height })
    }
    new page.ResizeObserver(resize).observe(into)
  }
}

/** The columns that uPlot draws, the line of growth last. */
export function plotRows({ x, lines, growth }: PagePlot): readonly (readonly (number | null)[])[] {
  const rows = [x, ...lines.map(({ y }) => y)]
  if (growth === undefined) return rows
  const { fromX, fromY, rate } = growth
  return [...rows, x.map((at) => (at < fromX ? null : fromY + rate * (at - fromX)))]
}
