import { expect, test } from 'vitest'
import type { LoopRow } from '../../src/loop/loop-row.ts'
import { loopSummary } from '../../src/loop/loop-summary.ts'
import { SELF_TEST } from '../../src/loop/self-test.ts'

function row(id: string, kind: LoopRow['kind'], reason?: string): LoopRow {
  const base = { id, kind, file: 'a.test.js', runner: 'vitest', node: '24.0.0' }
  return { ...base, iterations: 80, ms: 100, ...(reason !== undefined && { reason }) }
}

test('one line tells what became of the tests, and that leaks are seen here', () => {
  const rows = [
    row(SELF_TEST, 'plateau', 'planted and found: object, bytes'),
    row('keeps', 'growth'),
    row('is clean', 'plateau'),
    row('fails', 'unloopable', 'fails when repeated: no'),
  ]
  expect(loopSummary(rows)).toMatchInlineSnapshot(
    `"Plateau looped 3 tests: 1 growth, 0 unsettled, 1 that cannot be looped, 1 plateau. Self-test: planted and found: object, bytes."`,
  )
})

test('an environment in which a planted leak was missed is told before one that sees', () => {
  const rows = [
    row(SELF_TEST, 'plateau', 'planted and found: object'),
    row(SELF_TEST, 'unsettled', 'the planted object was not found'),
    row('is clean', 'plateau'),
  ]
  expect(loopSummary(rows)).toMatch(
    /^Plateau looped 1 test: .* Self-test: the planted object was not/,
  )
})
