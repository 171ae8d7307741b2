import { amountText, durationText } from './amounts.ts'
import type { RunView } from './run-view.ts'

/** Iterations and time of a run so far, wherever it ended. */
export function runExtent(view: RunView): {
  readonly iterations: number
  readonly elapsedMs: number
} {
  const { end, events, loads, processes } = view
  const samples = processes.flatMap(({ samples }) => samples.slice(-1))
  const seen = [...(end ? [end] : []), ...samples, ...loads.slice(-1), ...events.slice(-1)]
  return {
    iterations: Math.max(0, ...seen.map(({ iterations }) => iterations)),
    elapsedMs: Math.max(0, ...seen.map(({ elapsedMs }) => elapsedMs)),
  }
}

/** `20 000 iterations in 7 h 5 min, 2 processes, checkpoints`. */
export function extentText(view: RunView): string {
  const { iterations, elapsedMs } = runExtent(view)
  const parts = [
    `${amountText(iterations)} iterations in ${durationText(elapsedMs)}`,
    judgedText(view),
  ]
  return [...parts, view.start.plan.mode].join(', ')
}

/** `1 process`, `2 processes and 3 threads`: a thread is judged for itself, but is no process. */
function judgedText({ processes }: RunView): string {
  const threads = processes.filter(({ came }) => came?.isThread === true).length
  const whole = processes.length - threads
  const counted = whole === 1 ? '1 process' : `${whole} processes`
  if (threads === 0) return counted
  return `${counted} and ${threads === 1 ? '1 thread' : `${threads} threads`}`
}

/** What was asked for and with what, as label and text; without the target's arguments or environment. */
export function runFacts(view: RunView): readonly (readonly [label: string, text: string])[] {
  const { runId, startedAt, plan, versions, commit, branch, shard } = view.start
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['run', runId],
    ['started', startedAt],
    ['mode', plan.mode],
    ['warm-up', `${amountText(plan.warmUpIterations)} iterations`],
    ['planned', plannedText(view)],
    ['rate', plan.ratePerSecond && `${amountText(plan.ratePerSecond)} iterations per second`],
    ['checkpoint', each(plan.iterationsPerCheckpoint)],
    ['tolerated', toleratedText(view)],
    ['versions', `Plateau ${versions.plateau}, Node ${versions.node}, ${versions.platform}`],
    ['commit', commit],
    ['branch', branch],
    ['shard', shard],
  ].map(([label, text]) => [label as string, text ? String(text) : undefined])
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined)
}

function plannedText({ start: { plan } }: RunView): string | undefined {
  const { iterations, durationMs } = plan
  const parts = [
    ...(iterations === undefined ? [] : [`${amountText(iterations)} iterations`]),
    ...(durationMs === undefined ? [] : [durationText(durationMs)]),
  ]
  return parts.length === 0 ? undefined : parts.join(', ')
}

function each(iterations: number | undefined): string | undefined {
  return iterations === undefined ? undefined : `every ${amountText(iterations)} iterations`
}

function toleratedText({ start: { plan } }: RunView): string | undefined {
  const tolerated = Object.entries(plan.tolerate).map(
    ([probe, amount]) => `${probe} ${amountText(amount)} per iteration`,
  )
  return tolerated.length === 0 ? undefined : tolerated.join(', ')
}

/** Whole sentences: what is missing from the run file itself. */
export function droppedText({ droppedLines }: RunView): string | undefined {
  if (droppedLines === 0) return undefined
  const lines = droppedLines === 1 ? '1 line' : `${droppedLines} lines`
  return `${lines} of the run file could not be read and ${droppedLines === 1 ? 'is' : 'are'} left out.`
}
