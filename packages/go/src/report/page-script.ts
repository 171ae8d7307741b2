import { scriptOf } from '../kit/page-script.ts'
import * as graph from './flame-graph.ts'
import * as tree from './flame-tree.ts'
import type { PageData } from './page-data.ts'
import type { PageDocument } from './page-dom.ts'
import * as words from './page-words.ts'
import * as table from './profile-table.ts'

/** What runs in the page. */
const PARTS = { ...words, ...tree, ...graph, ...table }

type PageParts = typeof PARTS

export function pageScript(): string {
  return scriptOf(startPage, 'document', PARTS)
}

function startPage(page: PageDocument, data: PageData, parts: PageParts): void {
  const root = parts.buildFlameTree(data)
  const flame = parts.createFlame({ page, data, root, parts })
  const rows = parts.createTable({ page, data, parts })
  const bytes = parts.perIterationText(root.bytes, data.iterations, 'bytes')
  const objects = parts.perIterationText(root.objects, data.iterations, 'objects')
  const grew = root.bytes > 0 || root.objects > 0
  page.querySelector('#summary').textContent = grew
    ? `The stacks that grew: ${bytes} and ${objects} per iteration.`
    : 'No stack grew between the two profiles.'
  const search = page.querySelector('#search')
  search.addEventListener('input', () => {
    const sought = search.value.trim().toLowerCase()
    flame.sought = sought
    rows.sought = sought
    parts.drawFlame(flame)
    parts.drawTable(rows)
  })
  for (const radio of page.querySelectorAll('input[name=unit]')) {
    radio.addEventListener('change', () => {
      flame.unit = radio.value === 'objects' ? 'objects' : 'bytes'
      parts.drawFlame(flame)
    })
  }
  parts.drawFlame(flame)
  parts.drawTable(rows)
}
