import { describeVerdict } from '@plateau/core'
import { isInBytes } from './amounts.ts'
import { grownProbes, limitText } from './grown-probes.ts'
import { processOutcome, withoutVerdict } from './outcome.ts'
import { peakText } from './peak-text.ts'
import { realMemoryText } from './real-memory-text.ts'
import { resolutionText } from './resolution-text.ts'
import type { ProcessView, RunView } from './run-view.ts'

/** All that is said of a process: its verdict, since when it grew, and when it would have been killed. */
export function verdictText(view: RunView, process: ProcessView): string {
  const { verdict } = process
  if (verdict === undefined) return withoutVerdict(process)
  const limit = limitText(process)
  const peak = peakText(process)
  const real = realMemoryText(process)
  const seen = resolutionText(verdict)
  return [
    ...(processOutcome(view, process) === 'incomplete' ? [UNTIL_THEN] : []),
    describeVerdict(verdict),
    ...(seen === undefined ? [] : [`  ${seen}`]),
    ...grownProbes(view, process).map(
      ({ growth, since }) =>
        `  ${growth.probe} ${isInBytes(growth.probe) ? 'has' : 'have'} grown ${since}.`,
    ),
    ...(limit === undefined ? [] : [`  ${limit}`]),
    ...(peak === undefined ? [] : [`  ${peak}`]),
    ...(real === undefined ? [] : [`  ${real}`]),
  ].join('\n')
}

const UNTIL_THEN = 'This is no pass, for the run is incomplete. What was seen until then:'

/** `heap +112 bytes per iteration, fds +1 file descriptor per iteration`; empty where nothing grew. */
export function grownText(view: RunView, process: ProcessView): string {
  return grownProbes(view, process)
    .map(({ rate }) => rate)
    .join(', ')
}
