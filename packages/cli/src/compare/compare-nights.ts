import type { ProbeName } from '@plateau/core'
import { judgeNights } from '@plateau/core/soak'
import type { HistoryLine } from '../file/history.ts'
import { rateText, readingText } from '../report/amounts.ts'

/** One probe of one process over many nights. */
export interface NightsRow {
  readonly name: string
  readonly process: string
  readonly probe: ProbeName
  readonly kind: 'growth' | 'plateau' | 'unsettled'
  readonly nights: number
  readonly perNight: number
  readonly interval: readonly [low: number, high: number]
  readonly text: string
}

/** A night that was cut off has not settled. */
const WHOLE: ReadonlySet<string> = new Set(['plateau', 'unsettled', 'growth'])

/** Slow creep: whether the level at which a process settles rises from night to night. */
export function compareNights(history: readonly HistoryLine[]): readonly NightsRow[] {
  const whole = history.filter(({ outcome }) => WHOLE.has(outcome))
  const keys = new Map<string, readonly [name: string, process: string, probe: ProbeName]>()
  for (const { name, processes } of whole) {
    for (const { process, probes } of processes) {
      for (const probe of Object.keys(probes) as ProbeName[]) {
        keys.set(JSON.stringify([name, process, probe]), [name, process, probe])
      }
    }
  }
  return [...keys.values()].map((key) => rowOf(key, whole))
}

function rowOf(
  [name, process, probe]: readonly [string, string, ProbeName],
  whole: readonly HistoryLine[],
): NightsRow {
  const nights = whole
    .filter((line) => line.name === name)
    .flatMap(({ at, processes }) => {
      const seen = processes.find((one) => one.process === process)?.probes[probe]
      return seen ? [{ at, ...seen }] : []
    })
  const judged = judgeNights(nights)
  // Resident memory depends on what else the machine does: it is shown, and convicts nobody.
  const kind = judged.kind === 'growth' && probe === 'rss' ? 'unsettled' : judged.kind
  const row = { name, process, probe, kind, nights: judged.nights }
  const { perNight, interval } = judged
  return {
    ...row,
    perNight,
    interval,
    text: textOf({ ...row, perNight, interval, text: '' }, nights),
  }
}

function textOf(
  { name, process, probe, kind, nights, perNight, interval: [low, high] }: NightsRow,
  levels: readonly { readonly level: number }[],
): string {
  const subject = `${name}, ${process}: ${probe}`
  const last = levels.at(-1)?.level ?? 0
  const now = `settles at ${readingText(probe, last)}`
  if (kind === 'growth') {
    return `growth    ${subject} creeps up by ${perNightText(probe, perNight)} (95% interval ${readingText(probe, low)} to ${readingText(probe, high)}, ${nights} nights); it ${now} now. Compare the commits of the first and the last night.`
  }
  if (kind === 'plateau') return `plateau   ${subject} ${now}, as in the ${nights} nights before.`
  const why =
    nights < FEWEST
      ? `${FEWEST} nights are needed, there ${nights === 1 ? 'is' : 'are'} ${nights}`
      : 'the nights differ by more than they rise'
  return `unsettled ${subject} ${now}; ${why}.`
}

/** As `judgeNights` requires them. */
const FEWEST = 7

function perNightText(probe: ProbeName, perNight: number): string {
  return rateText(probe, perNight).replace('per iteration', 'per night')
}
