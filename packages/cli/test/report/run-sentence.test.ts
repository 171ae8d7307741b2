import type { GrowthVerdict, UnsettledVerdict } from '@plateau/core'
import { expect, test } from 'vitest'
import { runSentence } from '../../src/report/run-sentence.ts'
import { viewOf } from '../../src/report/run-view.ts'
import { endRecord, GROWING_SOAK, LEVEL_SOAK, processRecords, START } from './recorded-soak.ts'

const EVIDENCE = { schema: 1, series: [], iterations: 12_000, elapsedMs: 60_000, resolution: {} }

function unsettled(change: Partial<UnsettledVerdict>) {
  const verdict = {
    ...EVIDENCE,
    kind: 'unsettled',
    reason: 'noise',
    suspects: [],
    advice: 'Run it longer.',
    ...change,
  } as unknown as UnsettledVerdict
  const records = processRecords('main', () => 52e6)
  return runSentence(viewOf([START, ...records, endRecord([{ process: 'main', verdict }])]))
}

test('growth is told with its rate, since when and where', () => {
  expect(runSentence(viewOf(GROWING_SOAK))).toMatchInlineSnapshot(
    `"The heap of main grows by +112 bytes per iteration since about iteration 5 000, 25 s after the start (2026-11-21 02:17 UTC), allocated at src/sessions.ts:41."`,
  )
})

test('a store that gains entries is told as that, whatever the bytes of the heap did meanwhile', () => {
  const verdict = {
    ...EVIDENCE,
    kind: 'growth',
    growth: [
      {
        probe: 'heap',
        perIteration: -180,
        interval: [-560, 273],
        types: ['Map #45 of string to LRUNode'],
      },
    ],
    culprits: [],
  } as unknown as GrowthVerdict
  const records = processRecords('main', () => 52e6)
  const view = viewOf([START, ...records, endRecord([{ process: 'main', verdict }])])

  expect(runSentence(view)).toMatchInlineSnapshot(
    `"Map of string to LRUNode gains entries since the warm-up ended, iteration 2 000."`,
  )
})

test('of bytes, what most grew of is told', () => {
  const grown = (probe: string, perIteration: number) => ({
    probe,
    perIteration,
    interval: [perIteration, perIteration],
  })
  const verdict = {
    ...EVIDENCE,
    kind: 'growth',
    growth: [grown('heap', 200), grown('external', 5000), grown('handles', 1)],
    culprits: [],
  } as unknown as GrowthVerdict
  const records = processRecords('main', () => 52e6)
  const view = viewOf([START, ...records, endRecord([{ process: 'main', verdict }])])

  expect(runSentence(view)).toMatch(
    /^The memory outside the heap grows by \+5 000 bytes per iteration/,
  )
})

test('a plateau is told with what would have shown, its level and since when it holds', () => {
  expect(runSentence(viewOf(LEVEL_SOAK))).toMatchInlineSnapshot(
    `"Nothing grew above 0.6 B per iteration in the heap; it holds 31.4 MB, level since iteration 2 000."`,
  )
})

test('what is unsettled is told with what rose or why it could not be told, and what to do', () => {
  expect(
    unsettled({
      reason: 'suspect',
      suspects: [{ probe: 'heap', perIteration: 12, interval: [3, 20] }],
    }),
  ).toMatchInlineSnapshot(
    `"The heap rose by about +12 bytes per iteration (95% interval 3 to 20), and it is not proved that this goes on. Run it longer."`,
  )
  expect(unsettled({})).toMatchInlineSnapshot(
    `"Whether it grows could not be told: its readings move too much. Run it longer."`,
  )
})

test('a run that was cut off is told as such', () => {
  expect(runSentence(viewOf(LEVEL_SOAK.slice(0, -1)))).toMatchInlineSnapshot(
    `"The run is incomplete: its file has no end line, so it still goes on, was killed, or could not be written."`,
  )
})

test('what is counted grows in the plural, and a goroutine is blocked, not allocated', () => {
  const verdict = {
    ...EVIDENCE,
    kind: 'growth',
    growth: [{ probe: 'goroutines', perIteration: 1, interval: [1, 1] }],
    culprits: [
      {
        type: 'goroutine blocked in chan send',
        perIteration: { objects: 1, bytes: 2048 },
        site: { file: 'main.go', line: 18 },
        path: [],
        fingerprint: '0',
      },
    ],
  } as unknown as GrowthVerdict
  const records = processRecords('main', () => 52e6)
  const view = viewOf([START, ...records, endRecord([{ process: 'main', verdict }])])

  expect(runSentence(view)).toMatchInlineSnapshot(
    `"The goroutines grow by +1 goroutine per iteration since the warm-up ended, iteration 2 000, blocked at main.go:18."`,
  )
})
