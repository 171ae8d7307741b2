import { expect, test } from 'vitest'
import { realMemoryText } from '../../src/report/real-memory-text.ts'
import { viewOf } from '../../src/report/run-view.ts'
import { textSummary } from '../../src/report/text-summary.ts'
import type { RunRecord } from '../../src/run/run-record.ts'
import { LEVEL_SOAK } from './recorded-soak.ts'

function soakWith(changed: { readonly sample?: object; readonly process?: object }) {
  return viewOf(
    LEVEL_SOAK.map((record): RunRecord => {
      if (record.type === 'sample') {
        const readings = { ...record.readings, rss: 90_000_000 }
        return { ...record, readings, ...changed.sample }
      }
      return record.type === 'process' ? { ...record, ...changed.process } : record
    }),
  )
}

test('what is its own stands beside what is resident', () => {
  const view = soakWith({ sample: { pssBytes: 70_000_000, ussBytes: 60_000_000 } })

  expect(view.processes.map(realMemoryText)).toEqual([
    'Its own memory (USS) was 60.0 MB, with its share of what others use as well (PSS) 70.0 MB, of 90.0 MB resident.',
  ])
  expect(textSummary(view)).toContain('Its own memory (USS) was 60.0 MB')
})

test('a Mac tells the footprint, others nothing, and runs of before are silent', () => {
  expect(
    soakWith({ sample: { footprintBytes: 50_000_000 } }).processes.map(realMemoryText),
  ).toEqual(['Its footprint was 50.0 MB, of 90.0 MB resident.'])
  expect(soakWith({ process: { isRealMemoryUntold: true } }).processes.map(realMemoryText)).toEqual(
    ['Its real memory (PSS, USS, footprint) was not measured: this system does not tell.'],
  )
  expect(viewOf(LEVEL_SOAK).processes.map(realMemoryText)).toEqual([undefined])
})
