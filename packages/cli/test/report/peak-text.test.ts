import { expect, test } from 'vitest'
import { peakText } from '../../src/report/peak-text.ts'
import { viewOf } from '../../src/report/run-view.ts'
import { textSummary } from '../../src/report/text-summary.ts'
import type { RunRecord } from '../../src/run/run-record.ts'
import { LEVEL_SOAK } from './recorded-soak.ts'

/** A peak only ever rises. */
function withPeaks(records: readonly RunRecord[]): readonly RunRecord[] {
  return records.map((record, at) =>
    record.type === 'sample' ? { ...record, peakBytes: 80_000_000 + 1_000_000 * at } : record,
  )
}

test('the most that was taken stands beside what is retained', () => {
  const view = viewOf(withPeaks(LEVEL_SOAK))

  expect(view.processes.map(peakText)).toEqual([
    'At its busiest it took 94.0 MB of resident memory; after the last collection 31.4 MB of heap were retained.',
  ])
  expect(textSummary(view)).toContain('At its busiest it took 94.0 MB of resident memory')
})

test('where the system does not tell, nothing is said', () => {
  expect(viewOf(LEVEL_SOAK).processes.map(peakText)).toEqual([undefined])
})
