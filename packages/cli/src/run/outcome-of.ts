import type { EndRecord, RunRecord } from './run-record.ts'
import { worstKind } from './soak.ts'

/** How a run ended, in a word. */
export type RunOutcome =
  | 'plateau'
  | 'growth'
  | 'unsettled'
  | 'target'
  | 'harness'
  | 'interrupted'
  | 'cut off'

/** Only a run that has its end line and was not cut short has a verdict. */
export function outcomeOf(records: readonly RunRecord[]): RunOutcome {
  const end = endOf(records)
  if (end === undefined) return 'cut off'
  return end.reason === 'done' ? worstKind(end.verdicts) : end.reason
}

export function endOf(records: readonly RunRecord[]): EndRecord | undefined {
  const last = records.findLast((record): record is EndRecord => record.type === 'end')
  return last
}
