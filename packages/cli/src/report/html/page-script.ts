import { scriptOf } from '@plateau/go/kit'
import type { PageData } from './page-data.ts'
import type { PageWindow } from './page-dom.ts'
import * as words from './page-words.ts'
import * as drawing from './plot-drawing.ts'
import * as options from './plot-options.ts'
import * as zoom from './plot-zoom.ts'
import * as shown from './show-plots.ts'

/** What runs in the page. */
const PARTS: PageParts = { ...words, ...drawing, ...options, ...zoom, ...shown }

export type PageParts = typeof words & typeof drawing & typeof options & typeof zoom & typeof shown

export function pageScript(): string {
  return scriptOf(startPage, 'window', PARTS)
}

function startPage(page: PageWindow, data: PageData, parts: PageParts): void {
  const plots = parts.emptyPlots()
  for (const section of page.document.querySelectorAll('details')) {
    const show = () => {
      if (section.open) parts.showPlots({ page, data, parts, plots, section })
    }
    section.addEventListener('toggle', show)
    show()
  }
  const redraw = () => {
    for (const { drawn } of plots) drawn.redraw(false)
  }
  page.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
}
