import { expect, test } from 'vitest'
import { processOutcome, runOutcome } from '../../src/report/outcome.ts'
import { viewOf } from '../../src/report/run-view.ts'
import type { RunRecord } from '../../src/run/run-record.ts'
import {
  endRecord,
  GROWING_SOAK,
  GROWTH,
  LEVEL_SOAK,
  level,
  PLATEAU,
  processRecords,
  START,
  UNSETTLED,
} from './recorded-soak.ts'

function outcomes(records: readonly RunRecord[]) {
  const view = viewOf(records)
  const processes = view.processes.map((process) => processOutcome(view, process))
  return { run: runOutcome(view), processes }
}

test('gathers samples and verdict by process, in the order in which they came', () => {
  const { processes, start, loads, events, end } = viewOf(GROWING_SOAK)

  expect(processes.map(({ process, samples }) => [process, samples.length])).toEqual([
    ['main', 13],
    ['worker 2', 13],
  ])
  expect([start.name, loads.length, events.length, end?.reason]).toEqual(['orders', 3, 2, 'done'])
})

test('gives a verdict of growth the culprits of its explanation', () => {
  const verdict = viewOf(GROWING_SOAK).processes[0]?.verdict

  expect(verdict).toMatchObject({ kind: 'growth', culprits: [{ type: 'Session' }] })
})

test('is as bad as its worst process', () => {
  const records = LEVEL_SOAK.slice(0, -1)

  expect(outcomes(LEVEL_SOAK)).toEqual({ run: 'plateau', processes: ['plateau'] })
  expect(outcomes([...records, endRecord([UNSETTLED])]).run).toBe('unsettled')
  expect(outcomes(GROWING_SOAK)).toEqual({ run: 'growth', processes: ['growth', 'plateau'] })
})

test.each(['interrupted', 'target', 'harness'] as const)(
  'a run that ended by %s is incomplete, whatever its verdicts say',
  (reason) => {
    const records = [...LEVEL_SOAK.slice(0, -1), { ...endRecord([PLATEAU]), reason }]

    expect(outcomes(records)).toEqual({ run: 'incomplete', processes: ['incomplete'] })
  },
)

test('growth is told of a run that was interrupted, too', () => {
  const end = { ...endRecord([GROWTH, PLATEAU]), reason: 'interrupted' } as const

  expect(outcomes([...GROWING_SOAK.slice(0, -1), end])).toEqual({
    run: 'growth',
    processes: ['growth', 'incomplete'],
  })
})

test('no run that was cut off anywhere is a pass', () => {
  const cut = LEVEL_SOAK.slice(1).map((_, at) => outcomes(LEVEL_SOAK.slice(0, at + 1)).run)

  expect(new Set(cut)).toEqual(new Set(['incomplete']))
})

test('a run that went on after its end is complete only with another end', () => {
  const resumed = [...LEVEL_SOAK, ...processRecords('main', level)]

  expect(outcomes(resumed).run).toBe('incomplete')
})

test('a run without a process, and a process without a verdict, are no pass', () => {
  expect(outcomes([START, endRecord([])]).run).toBe('incomplete')
  expect(outcomes([START, ...processRecords('main', level), endRecord([])]).run).toBe('incomplete')
})

test('a file without a start record is refused', () => {
  expect(() => viewOf([])).toThrowErrorMatchingInlineSnapshot(
    `[MisuseError: A run file begins with a line of type 'start', received 0 lines without one. Either this is no run file, or the run was killed before its first line was written.]`,
  )
})
