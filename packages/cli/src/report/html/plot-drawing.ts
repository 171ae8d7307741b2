import type { PagePlot } from './page-data.ts'
import type { PageWindow, Plot } from './page-dom.ts'

/** The plot's ground: the warm-up, which is not judged. Runs in the page. */
export function shadeWarmUp(page: PageWindow, drawn: Plot, { warmedUpAt }: PagePlot): void {
  const { ctx, bbox, scales } = drawn
  if (warmedUpAt <= scales.x.min) return
  const end = Math.min(drawn.valToPos(warmedUpAt, 'x', true), bbox.left + bbox.width)
  ctx.save()
  ctx.fillStyle = colour(page, '--shade')
  ctx.fillRect(bbox.left, bbox.top, end - bbox.left, bbox.height)
  ctx.restore()
}

/** A line for each event, with its number in the page's list where there is room for it. */
export function drawMarks(page: PageWindow, drawn: Plot, { marks }: PagePlot): void {
  const { ctx, bbox, scales } = drawn
  const ratio = page.devicePixelRatio
  let lastLabel = Number.NEGATIVE_INFINITY
  ctx.save()
  ctx.lineWidth = ratio
  ctx.setLineDash([])
  ctx.font = `${11 * ratio}px system-ui, sans-serif`
  ctx.textAlign = 'left'
  ctx.textBaseline = 'top'
  for (const { x, number, isFault } of marks) {
    if (x < scales.x.min || x > scales.x.max) continue
    const at = Math.round(drawn.valToPos(x, 'x', true))
    ctx.strokeStyle = ctx.fillStyle = colour(page, isFault ? '--fault' : '--soft')
    ctx.globalAlpha = 0.45
    ctx.beginPath()
    ctx.moveTo(at, bbox.top)
    ctx.lineTo(at, bbox.top + bbox.height)
    ctx.stroke()
    ctx.globalAlpha = 1
    if (at - lastLabel < 22 * ratio) continue
    ctx.fillText(String(number), at + 3 * ratio, bbox.top + 2 * ratio)
    lastLabel = at
  }
  ctx.restore()
}

/** Of the style sheet, so that light and dark follow the reader's system. */
export function colour(page: PageWindow, name: string): string {
  return page.getComputedStyle(page.document.documentElement).getPropertyValue(name).trim()
}

/** Level readings are not drawn as mountains: the plot is at least a tenth of their level high. */
export function rangeOf(plot: PagePlot, lowest: number | null, highest: number | null): number[] {
  const low = lowest ?? 0
  const high = highest ?? 1
  const least = plot.unit === 'count' ? 4 : plot.growth ? 1 : 0.1 * Math.max(Math.abs(high), 1)
  const room = Math.max(0.08 * (high - low), (least - (high - low)) / 2)
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room]
}
