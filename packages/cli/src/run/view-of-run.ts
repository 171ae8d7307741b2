import { type RunView, viewOf } from '../report/run-view.ts'
import type { EventRecord, RunRecord } from './run-record.ts'

/** The view of one segment. A run by time told only on its way how long its warm-up was. */
export function viewOfRun(records: readonly RunRecord[], droppedLines = 0): RunView {
  const warmed = records.find(
    (record): record is EventRecord => record.type === 'event' && record.kind === 'warmed-up',
  )
  const view = viewOf(records, droppedLines)
  if (warmed === undefined) return view
  const plan = { ...view.start.plan, warmUpIterations: warmed.iterations }
  return { ...view, start: { ...view.start, plan } }
}
