import type { ProcessView, RunView } from './run-view.ts'

/** What a report says of a run or of one of its processes. Only `plateau` is a pass. */
export type Outcome = 'growth' | 'incomplete' | 'unsettled' | 'plateau'

/** Growth is growth wherever the run ended; nothing else counts in a run that did not do all it should. */
export function processOutcome(view: RunView, { verdict }: ProcessView): Outcome {
  if (verdict?.kind === 'growth') return 'growth'
  if (verdict === undefined || !view.isComplete) return 'incomplete'
  return verdict.kind
}

/** The worst of its processes; a run without a process is incomplete. */
export function runOutcome(view: RunView): Outcome {
  const outcomes = view.processes.map((process) => processOutcome(view, process))
  if (!view.isComplete || outcomes.length === 0) outcomes.push('incomplete')
  return WORST_FIRST.find((outcome) => outcomes.includes(outcome)) ?? 'incomplete'
}

const WORST_FIRST: readonly Outcome[] = ['growth', 'incomplete', 'unsettled', 'plateau']

/** Whole sentences: why the run does not count as complete. Empty where it does. */
export function incompleteReasons(view: RunView): readonly string[] {
  const { end, processes, isComplete } = view
  const reasons: string[] = []
  if (end === undefined) {
    reasons.push(
      'The run is incomplete: its file has no end line, so it still goes on, was killed, or could not be written.',
    )
  } else if (!isComplete) {
    reasons.push(`The run is incomplete: ${end.message ?? REASONS[end.reason]}`)
  }
  if (processes.length === 0) reasons.push('No process was measured, so nothing was judged.')
  return reasons
}

const REASONS: Readonly<Record<string, string>> = {
  interrupted: 'it was interrupted.',
  target: 'the target failed.',
  harness: 'Plateau itself failed.',
}

/** What stands in the place of a verdict where a process has none. */
export function withoutVerdict({ process, samples }: ProcessView): string {
  const count = samples.length === 1 ? '1 sample' : `${samples.length} samples`
  return `${process} was not judged: the run ended without a verdict on it, after ${count}.`
}
