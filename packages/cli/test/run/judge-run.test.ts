import { expect, test } from 'vitest'
import { judgeRun } from '../../src/run/judge-run.ts'
import type { RunRecord } from '../../src/run/run-record.ts'
import { processRecords, START } from '../report/recorded-soak.ts'

const RATE = 112
const [CAME, FIRST] = processRecords('main', () => 52e6)

/** Thirty samples of a heap that grows evenly. */
const OF_MAIN = [
  START,
  CAME,
  ...Array.from({ length: 30 }, (_, at) => ({
    ...FIRST,
    iterations: at * 1000,
    elapsedMs: at * 5000,
    readings: { heap: 52e6 + RATE * at * 1000 },
  })),
] as readonly RunRecord[]

test('growth that did not show again when the target was run once more is no proof', () => {
  const explanation = { culprits: [], refuted: 'It rose for a while.' }

  expect(judgeRun(OF_MAIN)[0]?.verdict.kind).toBe('growth')
  expect(
    judgeRun([...OF_MAIN, { type: 'explanation', process: 'main', explanation }])[0],
  ).toMatchObject({
    process: 'main',
    verdict: {
      kind: 'unsettled',
      reason: 'suspect',
      suspects: [{ probe: 'heap' }],
      advice: 'It rose for a while.',
    },
  })
})
