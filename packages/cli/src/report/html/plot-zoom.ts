import type { PagePlot } from './page-data.ts'
import type { PageElement, Plot } from './page-dom.ts'

/** A plot that is on the page. */
export interface ShownPlot {
  readonly plot: PagePlot
  readonly drawn: Plot
  readonly frame: PageElement
}

/** Zooms all plots of a group around the middle of what is seen, or around the cursor. Runs in the page. */
export function zoomBy(
  shown: readonly ShownPlot[],
  { drawn, plot }: ShownPlot,
  factor: number,
): void {
  const { min, max } = drawn.scales.x
  const { left } = drawn.cursor
  const middle = left >= 0 ? drawn.posToVal(left, 'x') : (min + max) / 2
  zoomTo(shown, plot, {
    min: middle - (middle - min) * factor,
    max: middle + (max - middle) * factor,
  })
}

export function panBy(
  shown: readonly ShownPlot[],
  { drawn, plot }: ShownPlot,
  share: number,
): void {
  const { min, max } = drawn.scales.x
  const first = plot.x[0] ?? 0
  const last = plot.x[plot.x.length - 1] ?? 1
  const step = Math.min(last - max, Math.max(first - min, share * (max - min)))
  zoomTo(shown, plot, { min: min + step, max: max + step })
}

/** Never beyond what was measured. */
export function zoomTo(
  shown: readonly ShownPlot[],
  { group, x }: PagePlot,
  range: { readonly min: number; readonly max: number },
): void {
  const first = x[0] ?? 0
  const last = x[x.length - 1] ?? 1
  const min = Math.max(first, range.min)
  const max = Math.min(last, range.max)
  for (const { plot, drawn } of shown) {
    if (plot.group === group && max > min) drawn.setScale('x', { min, max })
  }
}

/** The buttons and keys of a plot. */
export function listenForZoom(shown: readonly ShownPlot[], one: ShownPlot): void {
  const { frame, plot } = one
  const whole = () =>
    zoomTo(shown, plot, { min: plot.x[0] ?? 0, max: plot.x[plot.x.length - 1] ?? 1 })
  const actions: Readonly<Record<string, () => void>> = {
    '+': () => zoomBy(shown, one, 0.5),
    '-': () => zoomBy(shown, one, 2),
    '0': whole,
    Escape: whole,
    ArrowLeft: () => panBy(shown, one, -0.2),
    ArrowRight: () => panBy(shown, one, 0.2),
  }
  for (const button of frame.querySelectorAll('button')) {
    button.addEventListener('click', () => actions[button.dataset['zoom'] ?? '0']?.())
  }
  frame.addEventListener('dblclick', whole)
  frame.addEventListener('keydown', (event) => {
    const action = actions[event.key ?? '']
    if (action === undefined) return
    event.preventDefault()
    action()
  })
}
