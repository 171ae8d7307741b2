import type { Growth, PlateauVerdict, ProbeName, UnsettledVerdict } from '@plateau/core'
import { siteLabel, storeOfEntries } from '@plateau/core/soak'
import {
  amountText,
  bytesText,
  countedNoun,
  isInBytes,
  probeNoun,
  rateText,
  readingText,
} from './amounts.ts'
import { type GrownProbe, grownProbes } from './grown-probes.ts'
import { levelSince } from './level-since.ts'
import { incompleteReasons, processOutcome, runOutcome } from './outcome.ts'
import { probeSeries, probesOf, warmedUpAt } from './probe-series.ts'
import type { ProcessView, RunView } from './run-view.ts'

/** The verdict in a sentence, of the worst process where there are several: what a reader takes away. */
export function runSentence(view: RunView): string {
  const outcome = runOutcome(view)
  const [worst, ...others] = view.processes
    .filter((one) => processOutcome(view, one) === outcome)
    .toSorted((one, other) => unseenBy(other) - unseenBy(one))
  const { verdict } = worst ?? {}
  if (worst === undefined || verdict === undefined || outcome === 'incomplete') {
    return incompleteReasons(view)[0] ?? 'No process was judged.'
  }
  const of = view.processes.length === 1 ? '' : ` of ${worst.process}`
  const more = others.length === 0 ? '' : ` (and ${others.length} more of ${view.processes.length})`
  switch (verdict.kind) {
    case 'growth':
      return `${grownSentence(view, worst, of)}${more}.`
    case 'plateau':
      return `${levelSentence({ view, process: worst, verdict, of })}.`
    case 'unsettled':
      return `${unsettledSentence(verdict, of)}${more}. ${verdict.advice}`
  }
}

function grownSentence(view: RunView, process: ProcessView, of: string): string {
  const first = foremost(grownProbes(view, process))
  const [culprit] = process.verdict?.kind === 'growth' ? process.verdict.culprits : []
  const { site } = culprit ?? {}
  const at = culprit && site ? `, ${siteLabel(culprit)} ${site.file}:${site.line}` : ''
  if (first === undefined) return `It grows${of}`
  const store = storeOfEntries(first.growth)
  if (store !== undefined) return `${store}${of} gains entries ${first.since}${at}`
  const { probe } = first.growth
  return `The ${probeNoun(probe)}${of} ${isInBytes(probe) ? 'grows' : 'grow'} by ${rateText(probe, first.growth.perIteration)} ${first.since}${at}`
}

/** What grew first told; of bytes, those of which most grew: a buffer of 5 kB has 200 B of the heap, too. */
function foremost(grown: readonly GrownProbe[]): GrownProbe | undefined {
  const [first] = grown
  if (first === undefined || !isInBytes(first.growth.probe)) return first
  if (storeOfEntries(first.growth) !== undefined) return first
  return grown
    .filter(({ growth }) => isInBytes(growth.probe))
    .toSorted((one, other) => other.growth.perIteration - one.growth.perIteration)[0]
}

/** Of those that passed, the one whose leak could be largest without showing. */
function unseenBy(process: ProcessView): number {
  const [probe] = probesOf(process)
  const { verdict } = process
  if (probe === undefined || verdict?.kind !== 'plateau') return 0
  return verdict.resolution[probe] ?? 0
}

interface Level {
  readonly view: RunView
  readonly process: ProcessView
  readonly verdict: PlateauVerdict
  readonly of: string
}

function levelSentence({ view, process, verdict, of }: Level): string {
  const [probe] = probesOf(process)
  if (probe === undefined) return `It levelled off${of}`
  const points = probeSeries(process, probe).filter(
    ({ iterations, reading }) => iterations >= warmedUpAt(view, process) && reading !== undefined,
  )
  const level = points.at(-1)?.reading ?? 0
  const since = levelSince(points, isInBytes(probe) ? 'bytes' : 'count')
  const from = since === undefined ? '' : `, level since iteration ${amountText(since)}`
  return `Nothing grew above ${leastText(probe, verdict.resolution[probe])} in the ${probe}${of}; it holds ${readingText(probe, level)}${from}`
}

function leastText(probe: ProbeName, perIteration = 0): string {
  if (isInBytes(probe)) {
    const shown = perIteration < 1000 ? `${amountText(perIteration)} B` : bytesText(perIteration)
    return `${shown} per iteration`
  }
  return `${amountText(perIteration)} ${countedNoun(probe)}s per iteration`
}

function unsettledSentence({ suspects, reason }: UnsettledVerdict, of: string): string {
  const [suspect] = suspects
  if (suspect !== undefined)
    return `${suspectText(suspect, of)}, and it is not proved that this goes on`
  return `Whether it grows${of} could not be told: ${WHY[reason]}`
}

function suspectText({ probe, perIteration, interval: [low, high] }: Growth, of: string): string {
  return `The ${probeNoun(probe)}${of} rose by about ${rateText(probe, perIteration)} (95% interval ${amountText(low)} to ${amountText(high)})`
}

const WHY: Readonly<Record<UnsettledVerdict['reason'], string>> = {
  samples: 'too little was measured',
  noise: 'its readings move too much',
  suspect: 'it rose, but not steadily',
  time: 'it had too little time',
}
