import type { ProbeName } from '@plateau/core'
import { amountText, durationText, readingText } from '../report/amounts.ts'
import { sparkline } from '../report/sparkline.ts'
import type { RunRecord, SampleRecord } from '../run/run-record.ts'
import { type SoakStatus, worstKind } from '../run/soak.ts'

/** What the line is drawn from. */
export interface LiveState {
  readonly records: readonly RunRecord[]
  readonly status: SoakStatus
  readonly elapsedMs: number
  /** Iterations per second lately. */
  readonly ratePerSecond: number
}

/** `measuring 42 %  8 400 iterations  812/s  heap 12.4 MB ▁▂▂▂  plateau so far  1m 20s left`. */
export function liveLine({ records, status, elapsedMs, ratePerSecond }: LiveState): string {
  const fraction = status.fraction()
  const parts = [
    `${status.phase} ${Math.floor(fraction * 100)} %`,
    `${amountText(status.iterations())} iterations`,
    ratePerSecond > 0 ? `${amountText(ratePerSecond)}/s` : '',
    memoryOf(records),
    status.failed() > 0 ? `${amountText(status.failed())} failed` : '',
    soFar(status),
    timeLeft(fraction, elapsedMs),
  ]
  return parts.filter((part) => part !== '').join('  ')
}

/** What is told of memory, the best known first. */
const MEMORY: readonly ProbeName[] = ['heap', 'native', 'rss']
const SPARK_WIDTH = 16

function memoryOf(records: readonly RunRecord[]): string {
  const first = records.find((record): record is SampleRecord => record.type === 'sample')
  if (first === undefined) return ''
  const probe = MEMORY.find((name) => first.readings[name] !== undefined)
  if (probe === undefined) return ''
  const readings = records.flatMap((record) =>
    record.type === 'sample' && record.process === first.process ? [record.readings[probe]] : [],
  )
  const last = readings.findLast((reading) => reading !== undefined)
  return last === undefined
    ? ''
    : `${probe} ${readingText(probe, last)} ${sparkline(readings, SPARK_WIDTH)}`
}

function soFar({ verdicts, phase }: SoakStatus): string {
  if (phase !== 'measuring' || verdicts.length === 0) return ''
  const kind = worstKind(verdicts)
  return kind === 'unsettled' ? 'undecided so far' : `${kind} so far`
}

/** The very first part tells nothing of the rest. */
const TELLING_FRACTION = 0.02

function timeLeft(fraction: number, elapsedMs: number): string {
  if (fraction < TELLING_FRACTION || fraction >= 1) return ''
  return `${durationText((elapsedMs * (1 - fraction)) / fraction)} left`
}
