import type { ProbeName } from '@plateau/core'
import { durationText, readingText } from './amounts.ts'
import { judgedPart, judgedPartOfRun } from './judged-part.ts'
import { incompleteReasons, processOutcome, runOutcome } from './outcome.ts'
import { probeSeries, probesOf } from './probe-series.ts'
import { droppedText, extentText } from './run-facts.ts'
import { runSentence } from './run-sentence.ts'
import type { ProcessView, RunView } from './run-view.ts'
import { sparkline } from './sparkline.ts'
import { verdictText } from './verdict-text.ts'

/** The end of a soak as a terminal shows it: the verdict in a sentence, then each process, without colours. */
export function textSummary(view: RunView): string {
  const dropped = droppedText(view)
  const lines = [
    `${runOutcome(view)}${part(runOutcome(view) === 'plateau' ? judgedPartOfRun(view) : undefined)}: ${runSentence(view)}`,
    `  ${view.start.name}, ${extentText(view)}`,
    ...incompleteReasons(view)
      .filter((reason) => reason !== runSentence(view))
      .map((reason) => `  ${reason}`),
    ...(dropped === undefined ? [] : [`  ${dropped}`]),
    ...view.processes.flatMap((process) => ['', ...aboutProcess(view, process)]),
    ...(view.events.length === 0 ? [] : ['', ...lastEvents(view)]),
  ]
  return `${lines.join('\n')}\n`
}

function aboutProcess(view: RunView, process: ProcessView): readonly string[] {
  return [
    `${process.process}: ${processOutcome(view, process)}${part(judgedPart(view, process))}`,
    ...probesOf(process).map((probe) => {
      const readings = probeSeries(process, probe).map(({ reading }) => reading)
      return `  ${probe.padEnd(12)}  ${sparkline(readings)}  ${rangeText(probe, readings)}`.trimEnd()
    }),
    ...verdictText(view, process)
      .split('\n')
      .map((line) => `  ${line}`),
  ]
}

/** What the lowest and the highest bar stand for. */
function rangeText(probe: ProbeName, readings: readonly (number | undefined)[]): string {
  const known = readings.filter((reading) => reading !== undefined)
  if (known.length === 0) return ''
  const [low, high] = [Math.min(...known), Math.max(...known)].map((end) => readingText(probe, end))
  return low === high ? `${low}` : `${low} to ${high}`
}

/** ` (by descriptors and threads alone: …)`; nothing where all was read. */
function part(judged: string | undefined): string {
  return judged === undefined ? '' : ` (${judged})`
}

/** A night can have thousands; the first tell the cause, the last the end. */
const MOST_EVENTS = 20

function lastEvents({ events }: RunView): readonly string[] {
  const half = MOST_EVENTS / 2
  const isLong = events.length > MOST_EVENTS
  const shown = isLong ? [...events.slice(0, half), ...events.slice(-half)] : events
  const lines = shown.map(
    ({ elapsedMs, message, process }) =>
      `${durationText(elapsedMs).padEnd(12)}  ${process === undefined ? '' : `${process}: `}${message}`,
  )
  if (isLong) lines.splice(half, 0, `and ${events.length - MOST_EVENTS} more events`)
  return ['What happened:', ...lines.map((line) => `  ${line}`)]
}
