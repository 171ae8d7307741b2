import { html, type Markup } from '@plateau/go/kit'
import { amountText } from '../amounts.ts'
import type { ProcessView } from '../run-view.ts'

/** A process holds hundreds; those that gained most tell. */
const MOST_STORES = 8

/** The collections that gained most entries from the first census to the last. */
export function storeTable({ censuses }: ProcessView): Markup {
  const entries = new Map<string, (number | undefined)[]>()
  for (const [at, { stores }] of censuses.entries()) {
    for (const store of stores) {
      const counts = entries.get(store.container) ?? []
      counts[at] = (counts[at] ?? 0) + store.entries
      entries.set(store.container, counts)
    }
  }
  const rows = [...entries]
    .map(([container, counts]) => ({ container, counts, gained: gain(counts) }))
    .filter(({ gained }) => gained > 0)
    .sort((one, other) => other.gained - one.gained)
    .slice(0, MOST_STORES)
  if (rows.length === 0 || censuses.length < 2) return html``
  const heads = censuses.map(
    ({ iterations }) => html`<th scope="col">at ${amountText(iterations)}</th>`,
  )
  return html`<h3>Entries of collections, by iterations</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Entries of collections"><table>
<thead><tr><th scope="col">collection</th>${heads}</tr></thead>
<tbody>${rows.map(({ container, counts }) => storeRow(container, counts, censuses.length))}</tbody>
</table></div>`
}

function gain(counts: readonly (number | undefined)[]): number {
  const known = counts.filter((count) => count !== undefined)
  return (known.at(-1) ?? 0) - (known[0] ?? 0)
}

function storeRow(
  container: string,
  counts: readonly (number | undefined)[],
  censuses: number,
): Markup {
  const cells = Array.from({ length: censuses }, (_, at) => {
    const count = counts[at]
    return html`<td>${count === undefined ? '–' : amountText(count)}</td>`
  })
  return html`<tr><th scope="row">${container}</th>${cells}</tr>
`
}
