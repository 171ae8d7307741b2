import type { ProbeName } from '@plateau/core'
import type { HistoryLine, NightOfProbe } from '../file/history.ts'
import { rateText, readingText } from '../report/amounts.ts'

/** One probe of one process in two runs. */
export interface RunsRow {
  readonly process: string
  readonly probe: ProbeName
  /** `growth`: it grows in the second run alone, or faster. */
  readonly kind: 'growth' | 'plateau' | 'unsettled'
  readonly before: NightOfProbe | undefined
  readonly after: NightOfProbe
  readonly text: string
}

/** A rate that differs by less is the same leak on another machine. */
const FASTER_TIMES = 1.25

/** What has become worse from one run to another. Two runs are too few to tell of levels: they are shown. */
export function compareRuns(before: HistoryLine, after: HistoryLine): readonly RunsRow[] {
  return after.processes.flatMap(({ process, probes, grown = [] }) => {
    const earlier = before.processes.find((one) => one.process === process)
    return Object.entries(probes).map(([name, night]) => {
      const probe = name as ProbeName
      const was = earlier?.probes[probe]
      const grew = earlier?.grown?.includes(probe) ?? false
      const isWorse =
        grown.includes(probe) &&
        !(grew && was !== undefined && night.perIteration <= FASTER_TIMES * was.perIteration)
      const isTold = after.outcome === 'plateau' || after.outcome === 'growth'
      const kind = isWorse ? 'growth' : isTold ? 'plateau' : 'unsettled'
      const row = { process, probe, kind, before: was, after: night } as const
      return { ...row, text: textOf(row, after.outcome) }
    })
  })
}

function textOf(
  { process, probe, kind, before, after }: Omit<RunsRow, 'text'>,
  outcome: string,
): string {
  const subject = `${process}: ${probe}`
  const from =
    before === undefined ? 'not measured before' : `was ${readingText(probe, before.level)}`
  const levels = `settles at ${readingText(probe, after.level)}, ${from}`
  if (kind === 'growth') {
    const was = before === undefined ? '' : `, before ${rateText(probe, before.perIteration)}`
    return `growth    ${subject} grows ${rateText(probe, after.perIteration)}${was}; it ${levels}.`
  }
  if (kind === 'plateau') return `plateau   ${subject} ${levels}.`
  return `unsettled ${subject} ${levels}; the run is no statement (${outcome}).`
}
