import { durationText } from './amounts.ts'
import { limitText } from './grown-probes.ts'
import { judgedPart, judgedPartOfRun } from './judged-part.ts'
import { mermaidChart } from './mermaid-chart.ts'
import { incompleteReasons, type Outcome, processOutcome, runOutcome } from './outcome.ts'
import { probeSeries, probesOf } from './probe-series.ts'
import { droppedText, extentText, runFacts } from './run-facts.ts'
import { runSentence } from './run-sentence.ts'
import type { ProcessView, RunView } from './run-view.ts'
import { sparkline } from './sparkline.ts'
import { grownText, verdictText } from './verdict-text.ts'

/** GitHub drops a step's summary that is larger than 1 MiB; what is longer than this nobody reads. */
const MOST_BYTES = 60_000

const MOST_ROWS = 50
const MOST_EVENTS = 20

/** The run for a pull request or a job summary, shorter than 64 KB: the outcome, then worst processes first. */
export function markdownSummary(view: RunView): string {
  const processes = WORST_FIRST.flatMap((outcome) =>
    view.processes.filter((process) => processOutcome(view, process) === outcome),
  )
  const opening = [...heading(view), ...table(view, processes)]
  const closing = [...eventList(view), ...facts(view)]
  const sections = processes
    .filter((process) => processOutcome(view, process) !== 'plateau')
    .map((process) => section(view, process))
  const room = MOST_BYTES - Buffer.byteLength([...opening, ...closing].join('\n'))
  return `${[...opening, ...fitting(sections, room), ...closing].join('\n')}\n`
}

const WORST_FIRST: readonly Outcome[] = ['growth', 'incomplete', 'unsettled', 'plateau']

const MARKS: Readonly<Record<Outcome, string>> = {
  growth: '🔴',
  incomplete: '⚪',
  unsettled: '🟡',
  plateau: '🟢',
}

/** A pass of counts alone is none in green. */
const PART_MARK = '🟡'

function heading(view: RunView): readonly string[] {
  const outcome = runOutcome(view)
  const part = outcome === 'plateau' ? judgedPartOfRun(view) : undefined
  const dropped = droppedText(view)
  return [
    `## ${part === undefined ? MARKS[outcome] : PART_MARK} ${outcome}${part === undefined ? '' : ` (${part})`}: ${escaped(view.start.name)}`,
    '',
    `**${escaped(runSentence(view))}**`,
    '',
    `${extentText(view)}.`,
    ...incompleteReasons(view)
      .filter((reason) => reason !== runSentence(view))
      .map((reason) => `**${escaped(reason)}**`),
    ...(dropped === undefined ? [] : [dropped]),
  ]
}

function table(view: RunView, processes: readonly ProcessView[]): readonly string[] {
  if (processes.length === 0) return []
  const rows = processes.slice(0, MOST_ROWS).map((process) => {
    const outcome = processOutcome(view, process)
    const probe = grownProbe(process) ?? probesOf(process)[0]
    const readings = probe ? probeSeries(process, probe).map(({ reading }) => reading) : []
    const drawn = probe ? `${probe} ${sparkline(readings)}` : ''
    const limit = limitText(process) ?? ''
    const part = judgedPart(view, process)
    const mark = part === undefined ? MARKS[outcome] : PART_MARK
    const cells = [process.process, `${mark} ${outcome}`, part ?? grownText(view, process)]
    return `| ${[...cells, drawn, limit].map(cell).join(' | ')} |`
  })
  const left = processes.length - rows.length
  return [
    '',
    '| process | verdict | grew | | memory limit |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(left > 0 ? ['', `And ${left} more processes, none of them worse.`] : []),
  ]
}

function grownProbe({ verdict }: ProcessView) {
  return verdict?.kind === 'growth' ? verdict.growth[0]?.probe : undefined
}

function section(view: RunView, process: ProcessView): string {
  const probe = grownProbe(process) ?? probesOf(process)[0]
  const chart = probe && mermaidChart(probe, probeSeries(process, probe))
  return [
    '',
    `### ${escaped(process.process)}`,
    '',
    fenced(verdictText(view, process)),
    ...(chart === undefined ? [] : ['', chart]),
  ].join('\n')
}

function fitting(sections: readonly string[], room: number): readonly string[] {
  let left = room
  const taken = sections.filter((section) => {
    left -= Buffer.byteLength(section) + 1
    return left > 0
  })
  const dropped = sections.length - taken.length
  return dropped === 0 ? taken : [...taken, '', `The details of ${dropped} more are in the report.`]
}

function eventList({ events }: RunView): readonly string[] {
  if (events.length === 0) return []
  const shown = events.slice(0, MOST_EVENTS).map(({ elapsedMs, message, process }) => {
    const whose = process === undefined ? '' : `${process}: `
    return `- ${durationText(elapsedMs)}: ${escaped(shortened(`${whose}${message}`))}`
  })
  const left = events.length - shown.length
  return ['', '**What happened**', '', ...shown, ...(left > 0 ? [`- and ${left} more events`] : [])]
}

function shortened(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text
}

function facts(view: RunView): readonly string[] {
  const rows = runFacts(view).map(([label, text]) => `| ${cell(label)} | ${cell(text)} |`)
  return [
    '',
    '<details><summary>Plan and versions</summary>',
    '',
    '| | |',
    '| --- | --- |',
    ...rows,
    '',
    '</details>',
  ]
}

function cell(text: string): string {
  return escaped(shortened(text))
}

/** As numbers of characters, which neither Markdown nor HTML takes for its own, nor GitHub for a mention or a link. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>&|~@#$]/g, numbered)
    .replaceAll(/:(?=\/\/)|(?<=www)\./g, numbered)
}

function numbered(character: string): string {
  return `&#${character.charCodeAt(0)};`
}

/** The fence is longer than any that the text holds. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}
