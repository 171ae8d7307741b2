/** The little of a document that the page's script uses: the types of all of it would reach all of this package. */
export interface PageElement {
  readonly textContent: string
  readonly clientWidth: number
  readonly open: boolean
  readonly dataset: { readonly plot?: string; readonly zoom?: string }
  querySelector(selector: string): PageElement
  querySelectorAll(selector: string): Iterable<PageElement>
  addEventListener(type: string, listen: (event: PageEvent) => void): void
}

export interface PageEvent {
  readonly key?: string
  preventDefault(): void
}

/** The page's `window`. */
export interface PageWindow {
  readonly document: PageElement & { readonly documentElement: PageElement }
  readonly uPlot: PlotLibrary
  getComputedStyle(element: PageElement): { getPropertyValue(name: string): string }
  matchMedia(query: string): PageElement
  readonly ResizeObserver: new (notify: () => void) => { observe(element: PageElement): void }
  readonly devicePixelRatio: number
}

/** What is used of uPlot 1.6. */
export interface PlotLibrary {
  new (options: PlotOptions, rows: readonly (readonly (number | null)[])[], into: PageElement): Plot
}

export interface Plot extends PlotSize {
  readonly ctx: PlotCanvas
  /** Of the plotting area, in pixels of the canvas. */
  readonly bbox: Record<'left' | 'top' | 'width' | 'height', number>
  readonly scales: Record<'x' | 'y', { readonly min: number; readonly max: number }>
  readonly cursor: { readonly idx?: number | null; readonly left: number }
  valToPos(amount: number, scale: 'x' | 'y', inCanvas?: boolean): number
  posToVal(position: number, scale: 'x' | 'y'): number
  setScale(scale: 'x', range: { readonly min: number; readonly max: number }): void
  setSize(size: PlotSize): void
  redraw(rebuildPaths: boolean): void
}

interface PlotCanvas {
  fillStyle: string
  strokeStyle: string
  lineWidth: number
  globalAlpha: number
  font: string
  textAlign: string
  textBaseline: string
  save(): void
  restore(): void
  beginPath(): void
  moveTo(x: number, y: number): void
  setLineDash(lengths: readonly number[]): void
  lineTo(x: number, y: number): void
  stroke(): void
  fillRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
}

/** In pixels of the page. */
export interface PlotSize {
  readonly width: number
  readonly height: number
}

export type PlotOptions = Readonly<Record<string, unknown>>
