import type { Culprit, PathStep, ProbeName, SourcePosition } from '@plateau/core'
import { siteLabel } from '@plateau/core/soak'
import { html, type Markup } from '@plateau/go/kit'
import { amountText, durationText, readingText } from '../amounts.ts'
import { grownProbes, limitText } from '../grown-probes.ts'
import { type Outcome, processOutcome } from '../outcome.ts'
import { probeSeries, probesOf, warmedUpAt } from '../probe-series.ts'
import type { ProcessView, RunView } from '../run-view.ts'
import { verdictText } from '../verdict-text.ts'
import { storeTable } from './store-table.ts'

/** What a section is made from: `firstPlot` is the number of its first plot in the page's data. */
export interface ProcessSection {
  readonly view: RunView
  readonly process: ProcessView
  readonly firstPlot: number
  readonly isOpen: boolean
}

/** One process: its verdict, what grew and why, its plots, and its numbers as a table. */
export function processSection({ view, process, firstPlot, isOpen }: ProcessSection): Markup {
  const outcome = processOutcome(view, process)
  const plots = probesOf(process).map((probe, at) =>
    plotFrame(firstPlot + at, PROBES[probe] ?? probe),
  )
  return html`<details class="process ${outcome}"${isOpen ? OPEN : undefined}>
<summary><h2>${badge(outcome)} ${process.process}</h2></summary>
${growthSection(view, process)}
${plots}
${seriesTable(view, process)}
${storeTable(process)}
<h3>The verdict in full</h3>
<pre tabindex="0">${verdictText(view, process)}</pre>
</details>
`
}

const OPEN: Markup = { markup: ' open' }

const SIGNS: Readonly<Record<Outcome, string>> = {
  growth: '▲',
  incomplete: '?',
  unsettled: '~',
  plateau: '✓',
}

/** Colour and word: neither is needed to know the other. */
export function badge(outcome: Outcome): Markup {
  return html`<span class="badge ${outcome}"><span aria-hidden="true">${SIGNS[outcome]}</span> ${outcome}</span>`
}

/** A place for a plot, with what zooms it for those who use neither a mouse nor their eyes. */
export function plotFrame(number: number, title: string): Markup {
  return html`<div class="plot" data-plot="${number}" role="group" tabindex="0" aria-label="Plot of ${title} over iterations. Plus and minus zoom, arrow keys move, Escape shows all.">
<div class="head"><h3>${title}</h3><span class="tools"><button type="button" data-zoom="+" aria-label="Zoom in">+</button><button type="button" data-zoom="-" aria-label="Zoom out">−</button><button type="button" data-zoom="0">Show all</button></span></div>
<div class="canvas"></div>
</div>
`
}

const PROBES: Partial<Record<ProbeName, string>> = {
  heap: 'Heap after collection',
  external: 'External memory',
  rss: 'Resident memory',
  native: 'Native memory',
  handles: 'Handles',
  fds: 'File descriptors',
  threads: 'Threads',
  contexts: 'Contexts',
  heapObjects: 'Heap objects',
  goroutines: 'Goroutines',
  nodes: 'DOM nodes',
  listeners: 'Listeners',
  documents: 'Documents',
  frames: 'Frames',
}

function growthSection(view: RunView, process: ProcessView): Markup | undefined {
  const { verdict } = process
  if (verdict?.kind !== 'growth') return undefined
  const grown = grownProbes(view, process).map(
    ({ rate, since }) => html`<p class="rate"><strong>${rate}</strong> <span>${since}</span></p>
`,
  )
  const limit = limitText(process)
  return html`<div class="grown">
${grown}
${limit === undefined ? undefined : html`<p>${limit}</p>`}
${verdict.culprits.map(culpritCard)}
${verdict.notes?.map((note) => html`<p>${note}</p>`)}
</div>`
}

function culpritCard(culprit: Culprit): Markup {
  const {
    type,
    perIteration,
    site,
    calledFrom,
    addedAt,
    path,
    alsoHeldBy = [],
    details = [],
  } = culprit
  const rate = `+${amountText(perIteration.objects)} ${type}, +${amountText(perIteration.bytes)} bytes per iteration`
  const rows: readonly (readonly [string, Markup | undefined])[] = [
    ['grows', html`${rate}`],
    [siteLabel(culprit), site && position(site)],
    ['called from', calledFrom && position(calledFrom)],
    ['added at', addedAt && position(addedAt)],
    ['retained by', path.length > 0 ? retentionPath(path) : undefined],
    ...alsoHeldBy.map((owner) => ['also held by', retentionPath(owner)] as const),
    ...details.map((detail) => ['', html`${detail}`] as const),
    ['fingerprint', html`<code>${culprit.fingerprint}</code>`],
  ]
  return html`<dl class="culprit">
${rows.map(([label, text]) => (text ? html`<div><dt>${label}</dt><dd>${text}</dd></div>` : html``))}
</dl>`
}

function position({ file, line, column, function: name }: SourcePosition): Markup {
  const place = column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`
  return html`<code>${place}</code>${name === undefined ? undefined : html` in <code>${name}</code>`}`
}

function retentionPath(path: readonly PathStep[]): Markup {
  const steps = path.map(({ name, type }, at) => {
    const shown =
      type === '' || type === name
        ? name
        : type === 'module'
          ? `module ${name}`
          : `${name} (${type})`
    return html`${at === 0 ? undefined : html` → `}<code>${shown}</code>`
  })
  return html`${steps}`
}

function seriesTable(view: RunView, process: ProcessView): Markup {
  const rows = probesOf(process).map((probe) => seriesRow(view, process, probe))
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Readings"><table>
<thead><tr><th scope="col">probe</th><th scope="col">warmed up</th><th scope="col">last</th><th scope="col">lowest</th><th scope="col">highest</th><th scope="col">samples</th><th scope="col">missing</th><th scope="col">smallest leak that would show</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`
}

function seriesRow(view: RunView, process: ProcessView, probe: ProbeName): Markup {
  const warm = warmedUpAt(view, process)
  const points = probeSeries(process, probe)
  const judged = points.flatMap(({ iterations, reading }) =>
    iterations >= warm && reading !== undefined ? [reading] : [],
  )
  const text = (reading: number | undefined) =>
    reading === undefined ? '–' : readingText(probe, reading)
  const extreme = (pick: (one: number, other: number) => number) =>
    judged.length === 0 ? undefined : judged.reduce((one, other) => pick(one, other))
  const resolution = process.verdict?.resolution[probe]
  const cells = [
    text(judged[0]),
    text(judged.at(-1)),
    text(extreme(Math.min)),
    text(extreme(Math.max)),
    amountText(points.length),
    amountText(points.filter(({ reading }) => reading === undefined).length),
    resolution === undefined ? '–' : `${amountText(resolution)} per iteration`,
  ]
  return html`<tr><th scope="row">${probe}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`
}

/** Later ones are in the run file. */
const MOST_EVENTS = 200

/** The events by the numbers that the plots mark them with. */
export function eventSection({ events }: RunView): Markup {
  if (events.length === 0) return html``
  const items = events.slice(0, MOST_EVENTS).map(
    ({
      elapsedMs,
      iterations,
      kind,
      message,
      process,
    }) => html`<li><span class="soft">${durationText(elapsedMs)}, iteration ${amountText(iterations)}, ${kind}:</span> ${process === undefined ? '' : `${process}: `}${message}</li>
`,
  )
  const left = events.length - items.length
  return html`<section><h2>What happened</h2>
<ol tabindex="0">${items}</ol>
${left > 0 ? html`<p>And ${left} more events, which are in the run file.</p>` : undefined}
</section>`
}
