import { MisuseError, type TargetExplanation, type Verdict } from '@plateau/core'
import type {
  CensusRecord,
  EndRecord,
  EventRecord,
  LoadRecord,
  ProcessRecord,
  ProcessVerdict,
  RunRecord,
  SampleRecord,
  StartRecord,
} from '../run/run-record.ts'
import { withPlainTexts } from './plain-text.ts'
import { withoutLoneNumbers } from './store-names.ts'

/** One run as reports see it. */
export interface RunView {
  readonly start: StartRecord
  /** In the order in which they came. */
  readonly processes: readonly ProcessView[]
  readonly events: readonly EventRecord[]
  readonly loads: readonly LoadRecord[]
  /** Missing where the run goes on or was cut off. */
  readonly end?: EndRecord
  /** The run did all that it was asked for. No other run is ever a pass. */
  readonly isComplete: boolean
  /** Lines of the run file that could not be read. */
  readonly droppedLines: number
}

/** One process of the target, with all that was recorded of it. */
export interface ProcessView {
  readonly process: string
  readonly came?: ProcessRecord
  readonly samples: readonly SampleRecord[]
  readonly censuses: readonly CensusRecord[]
  readonly explanation?: TargetExplanation
  /** With the culprits of its explanation. */
  readonly verdict?: Verdict
  readonly limitReachedMs?: NonNullable<ProcessVerdict['limitReachedMs']>
}

/**
 * What reports are made from, and nothing else. Throws `MisuseError` without a `start` record. A run that
 * went on after its end, because it was resumed, is complete only with another end. All texts are plain: on
 * one line, and without orders for a terminal or a CI.
 */
export function viewOf(recorded: readonly RunRecord[], droppedLines = 0): RunView {
  const records = recorded.map(withPlainTexts)
  const start = records.find((record) => record.type === 'start')
  if (start === undefined) {
    throw new MisuseError(
      `A run file begins with a line of type 'start', received ${records.length} lines without one. Either this is no run file, or the run was killed before its first line was written.`,
    )
  }
  const end = lastEnd(records)
  return {
    start,
    processes: processesOf(records, end),
    events: records.filter((record) => record.type === 'event'),
    loads: records.filter((record) => record.type === 'load'),
    ...(end && { end }),
    isComplete: end?.reason === 'done',
    droppedLines,
  }
}

function lastEnd(records: readonly RunRecord[]): EndRecord | undefined {
  const last = records.findLast(({ type }) => type !== 'event' && type !== 'explanation')
  return last?.type === 'end' ? last : undefined
}

function processesOf(
  records: readonly RunRecord[],
  end: EndRecord | undefined,
): readonly ProcessView[] {
  const own = new Map<string, RunRecord[]>()
  for (const record of records) {
    if (!('process' in record) || record.process === undefined || record.type === 'event') continue
    const known = own.get(record.process)
    if (known) known.push(record)
    else own.set(record.process, [record])
  }
  const judged = new Map(end?.verdicts.map((verdict) => [verdict.process, verdict]))
  for (const process of judged.keys()) if (!own.has(process)) own.set(process, [])
  const isShown = ([process, its]: [string, readonly RunRecord[]]): boolean =>
    judged.has(process) || end?.reason !== 'done' || !isThread(its)
  return [...own]
    .filter(isShown)
    .map(([process, records]) => processView(process, records, judged.get(process)))
}

/** One without a verdict in a run that was done has ended before it could be judged. */
function isThread(records: readonly RunRecord[]): boolean {
  return records.some((record) => record.type === 'process' && record.isThread === true)
}

function processView(
  process: string,
  records: readonly RunRecord[],
  judged: ProcessVerdict | undefined,
): ProcessView {
  const came = records.find((record) => record.type === 'process')
  const explanation = records.findLast((record) => record.type === 'explanation')?.explanation
  return {
    process,
    ...(came && { came }),
    samples: records.filter((record) => record.type === 'sample'),
    censuses: records.filter((record) => record.type === 'census'),
    ...(explanation && { explanation }),
    ...(judged && { verdict: withoutLoneNumbers(explained(judged.verdict, explanation)) }),
    ...(judged?.limitReachedMs && { limitReachedMs: judged.limitReachedMs }),
  }
}

function explained(verdict: Verdict, explanation: TargetExplanation | undefined): Verdict {
  if (verdict.kind !== 'growth' || explanation === undefined) return verdict
  const { culprits, notes, kept } = explanation
  return {
    ...verdict,
    culprits: verdict.culprits.length > 0 ? verdict.culprits : culprits,
    ...(verdict.notes === undefined && notes && { notes }),
    ...(verdict.kept === undefined && kept && { kept }),
  }
}
