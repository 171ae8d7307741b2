import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { html, type Markup, standalonePage } from '@plateau/go/kit'
import { amountText, timeText } from './amounts.ts'
import { type PageData, pageData } from './html/page-data.ts'
import { pageScript } from './html/page-script.ts'
import { badge, eventSection, plotFrame, processSection } from './html/page-sections.ts'
import { PAGE_STYLE } from './html/page-style.ts'
import { judgedPartOfRun } from './judged-part.ts'
import { incompleteReasons, type Outcome, processOutcome, runOutcome } from './outcome.ts'
import { probesOf } from './probe-series.ts'
import { droppedText, extentText, runFacts } from './run-facts.ts'
import { runSentence } from './run-sentence.ts'
import type { ProcessView, RunView } from './run-view.ts'

/**
 * The run as a page of HTML that needs nothing else and asks nobody: verdicts, culprits, and plots that can
 * be zoomed. It runs no script and takes no style but its own.
 */
export function htmlReport(view: RunView): string {
  const { library, libraryStyle } = readPlotLibrary()
  const processes = worstFirst(view)
  const data = pageData(view, processes)
  return standalonePage({
    title: `${runOutcome(view)}: ${view.start.name}`,
    style: `${libraryStyle}\n${PAGE_STYLE}`,
    withoutScripts: 'The plots are drawn by a script in this page: allow scripts to see them.',
    data,
    scripts: [library, pageScript()],
    body: html`${heading(view)}
<main>
${processSections(view, processes)}
${loadSection(view, data)}
${eventSection(view)}
${factSection(view)}
${howToRead(view)}
</main>`,
  })
}

/** As published, from the package itself. */
function readPlotLibrary(): { readonly library: string; readonly libraryStyle: string } {
  const require = createRequire(import.meta.url)
  return {
    library: readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
    libraryStyle: readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8'),
  }
}

const WORST_FIRST: readonly Outcome[] = ['growth', 'incomplete', 'unsettled', 'plateau']

function worstFirst(view: RunView): readonly ProcessView[] {
  const rank = (process: ProcessView) => WORST_FIRST.indexOf(processOutcome(view, process))
  return view.processes.toSorted((one, other) => rank(one) - rank(other))
}

function heading(view: RunView): Markup {
  const outcome = runOutcome(view)
  const part = outcome === 'plateau' ? judgedPartOfRun(view) : undefined
  const passedBy = part === undefined ? [] : [`It passed ${part}.`]
  const dropped = droppedText(view)
  return html`<header class="${part === undefined ? outcome : 'unsettled'}">
<h1>${badge(outcome)} ${view.start.name}</h1>
<p class="sentence">${runSentence(view)}</p>
<p>${extentText(view)}. Started ${timeText(Date.parse(view.start.startedAt))}.</p>
${[...incompleteReasons(view).filter((reason) => reason !== runSentence(view)), ...passedBy].map((reason) => html`<p class="reason">${reason}</p>`)}
${dropped === undefined ? undefined : html`<p class="reason">${dropped}</p>`}
${outcomeTable(view)}
</header>`
}

/** Where there are many, the page begins with how many of which. */
function outcomeTable(view: RunView): Markup | undefined {
  if (view.processes.length < 2) return undefined
  const outcomes = view.processes.map((process) => processOutcome(view, process))
  const counts = WORST_FIRST.flatMap((outcome) => {
    const count = outcomes.filter((one) => one === outcome).length
    return count === 0
      ? []
      : [html`<li>${badge(outcome)} ${count} of ${outcomes.length} processes</li>`]
  })
  return html`<ul class="counts">${counts}</ul>`
}

/** So many sections are open from the start: the worst. */
const MOST_OPEN = 4

function processSections(view: RunView, processes: readonly ProcessView[]): readonly Markup[] {
  let firstPlot = 0
  return processes.map((process, at) => {
    const section = processSection({ view, process, firstPlot, isOpen: at < MOST_OPEN })
    firstPlot += probesOf(process).length
    return section
  })
}

function loadSection({ loads }: RunView, { plots }: PageData): Markup {
  const last = loads.at(-1)
  if (last === undefined) return html``
  const failed = `${amountText(last.failed)} of ${amountText(last.iterations)} iterations failed.`
  const hasLatency = plots.at(-1)?.group === 'load'
  return html`<details class="load" open><summary><h2>Load</h2></summary>
<p>${failed}</p>
${hasLatency ? plotFrame(plots.length - 1, 'Latency, from when an iteration was due') : undefined}
</details>`
}

function factSection(view: RunView): Markup {
  const rows = runFacts(view).map(
    ([label, text]) => html`<div><dt>${label}</dt><dd>${text}</dd></div>
`,
  )
  return html`<section><h2>Plan and versions</h2><dl class="facts">${rows}</dl></section>`
}

function howToRead(view: RunView): Markup {
  const samples = view.processes.reduce((sum, { samples }) => sum + samples.length, 0)
  return html`<section><h2>How to read this page</h2>
<ul>
<li>${badge('plateau')} Memory levelled off: no growth over the last doubling of iterations. Only this is a pass.</li>
<li>${badge('growth')} Something grows with every iteration. The dashed line has the rate that the verdict names, from where growth began.</li>
<li>${badge('unsettled')} It could not be told. The verdict says what was seen and what to do.</li>
<li>${badge('incomplete')} The run did not do all that it was asked for. Whatever was seen until then is no pass.</li>
<li>Plots are over iterations, not time, for leaks come with work. The shaded part is the warm-up, which is not judged. Numbered lines are events. Where samples are missing the line breaks: nothing is made up in between.</li>
<li>Drag over a plot to zoom, double-click to see all; or focus it and use plus, minus, the arrow keys and Escape.</li>
<li>The plots are made from ${amountText(samples)} samples. Of long series the lowest and the highest reading of each stretch are drawn; every sample is in the run file.</li>
</ul></section>`
}
