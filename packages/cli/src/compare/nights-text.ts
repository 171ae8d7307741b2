import type { ProbeName } from '@plateau/core'
import type { Night, NightsStep, NightsVerdict } from '@plateau/core/soak'
import { rateText, readingText } from '../report/amounts.ts'

interface Told {
  readonly subject: string
  readonly probe: ProbeName
  readonly verdict: NightsVerdict
}

/** One line: the verdict, what rose by how much since which night and commit, and what to do. */
export function nightsText({ subject, probe, verdict }: Told): string {
  const { kind, shape, step } = verdict
  const now = `settles at ${readingText(probe, verdict.level)}`
  if (kind === 'growth') {
    const rose = shape === 'step' && step ? stepText(probe, step) : creepText(probe, verdict)
    return `growth    ${subject} ${rose}`
  }
  if (kind === 'plateau') {
    return `plateau   ${subject} ${now}: it does not rise over ${verdict.nights} nights, of which ${perNight(probe, verdict.resolution)} would have shown.`
  }
  return `unsettled ${subject} ${now}; ${whyUnsettled(probe, verdict)}`
}

function creepText(
  probe: ProbeName,
  { perNight: rate, interval: [low, high], nights, first, last, level }: NightsVerdict,
): string {
  const from = first && last ? `, from ${nightText(first)} to ${nightText(last)}` : ''
  return `creeps up by ${perNight(probe, rate)} (95% interval ${readingText(probe, low)} to ${readingText(probe, high)}, ${nights} nights${from}); it settles at ${readingText(probe, level)} now. No single change is to blame: compare the heaps or profiles of the first and the last of them.`
}

function stepText(probe: ProbeName, step: NightsStep): string {
  const { before, after, from, to, nights } = step
  return `rose from ${readingText(probe, from)} to ${readingText(probe, to)} in the night of ${nightText(after)} and has stayed there for ${nights} nights; the night before was ${nightText(before)}. See what changed between the two. If it is meant, compare from then on: --since ${dayOf(after)}.`
}

function whyUnsettled(probe: ProbeName, verdict: NightsVerdict): string {
  const { nights, shape, step, fell, perNight: rate } = verdict
  if (nights < FEWEST) {
    return `${FEWEST} nights are needed, there ${nights === 1 ? 'is' : 'are'} ${nights}.`
  }
  if (fell && shape !== undefined) {
    return `it rose and fell in the night of ${nightText(fell)}: ${FEWEST} nights since then will tell whether it is mended.`
  }
  if (probe === 'rss' && shape !== undefined) {
    return 'it rose, but resident memory alone proves nothing: see the heap, or what it holds beside.'
  }
  if (shape === 'step' && step) {
    return `since the night of ${nightText(step.after)} it is higher than ever before (${readingText(probe, step.from)} until then): a step is proved by three nights, there ${step.nights === 1 ? 'is one' : `are ${step.nights}`}.`
  }
  if (shape === 'creep') {
    return `it seems to creep up by ${perNight(probe, rate)}, which more nights will prove or refute.`
  }
  return `its nights differ so much that only ${perNight(probe, verdict.resolution)} would show: run them longer, on one kind of machine.`
}

/** As `judgeNights` requires them. */
const FEWEST = 7

function perNight(probe: ProbeName, rate: number): string {
  return rateText(probe, rate).replace('per iteration', 'per night')
}

function nightText(night: Night): string {
  const { commit } = night
  return `${dayOf(night)}${commit === undefined ? '' : ` (${shortCommit(commit)})`}`
}

function dayOf({ at }: Night): string {
  return at.slice(0, 10)
}

const SHOWN_OF_COMMIT = 10

function shortCommit(commit: string): string {
  return /^[\da-f]{40,}$/.test(commit) ? commit.slice(0, SHOWN_OF_COMMIT) : commit
}
