import type { ProbeName } from '@plateau/core'
import { judgeNights, type Night } from '@plateau/core/soak'
import type { HistoryLine } from '../file/history.ts'
import { isInBytes } from '../report/amounts.ts'
import { nightsText } from './nights-text.ts'

/** One probe of one process over many nights. */
export interface NightsRow {
  readonly name: string
  readonly process: string
  readonly probe: ProbeName
  readonly kind: 'growth' | 'plateau' | 'unsettled'
  /** How it rises: a bit every night, or at once. Of what is unsettled, what it may be. */
  readonly shape?: 'creep' | 'step'
  readonly nights: number
  readonly perNight: number
  readonly interval: readonly [low: number, high: number]
  /** The smallest creep that would have been found. */
  readonly resolution: number
  /** The first night after a step, with its commit and that of the night before. */
  readonly since?: { readonly at: string; readonly commit?: string; readonly commitBefore?: string }
  readonly text: string
}

/** A night that was cut off has not settled. */
const WHOLE: ReadonlySet<string> = new Set(['plateau', 'unsettled', 'growth'])

/** Slow creep and steps: whether the level at which a process settles rises from night to night. */
export function compareNights(history: readonly HistoryLine[]): readonly NightsRow[] {
  const whole = history.filter(({ outcome }) => WHOLE.has(outcome))
  const keys = new Map<string, Key>()
  for (const { name, processes } of whole) {
    for (const { process, probes } of processes) {
      for (const probe of Object.keys(probes) as ProbeName[]) {
        keys.set(JSON.stringify([name, process, probe]), { name, process, probe })
      }
    }
  }
  return [...keys.values()].map((key) => rowOf(key, whole))
}

interface Key {
  readonly name: string
  readonly process: string
  readonly probe: ProbeName
}

function rowOf(key: Key, whole: readonly HistoryLine[]): NightsRow {
  const { name, process, probe } = key
  const nights = whole.filter((line) => line.name === name).flatMap((line) => nightOf(line, key))
  const verdict = judgeNights(nights, isInBytes(probe) ? 'bytes' : 'count')
  // Resident memory depends on what else the machine does: it is shown, and convicts nobody.
  const kind = verdict.kind === 'growth' && probe === 'rss' ? 'unsettled' : verdict.kind
  const { shape, perNight, interval, resolution, step } = verdict
  const { at, commit } = step?.after ?? {}
  const commitBefore = step?.before.commit
  return {
    name,
    process,
    probe,
    kind,
    ...(shape && { shape }),
    nights: verdict.nights,
    perNight,
    interval,
    resolution,
    ...(at !== undefined && {
      since: {
        at,
        ...(commit !== undefined && { commit }),
        ...(commitBefore !== undefined && { commitBefore }),
      },
    }),
    text: nightsText({
      subject: `${name}, ${process}: ${probe}`,
      probe,
      verdict: { ...verdict, kind },
    }),
  }
}

function nightOf(
  { at, commit, processes }: HistoryLine,
  { process, probe }: Key,
): readonly Night[] {
  const seen = processes.find((one) => one.process === process)?.probes[probe]
  return seen ? [{ at, ...(commit !== undefined && { commit }), ...seen }] : []
}
