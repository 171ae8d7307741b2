import { expect, test } from 'vitest'
import { grownProbes } from '../../src/report/grown-probes.ts'
import type { ProcessView, RunView } from '../../src/report/run-view.ts'
import { START } from './recorded-soak.ts'

const STORE = 'Map #43 of string to Object'
const view = { start: START } as RunView

/** Level until iteration 7 000, then 200 bytes per iteration. */
function processWith(censuses: readonly (readonly [iterations: number, entries: number])[]) {
  return {
    process: 'main',
    samples: Array.from({ length: 13 }, (_, at) => ({
      iterations: at * 1000,
      elapsedMs: at * 5000,
      wall: at * 5000,
      readings: { heap: 1e6 + 200 * Math.max(0, at * 1000 - 7000) },
    })),
    censuses: censuses.map(([iterations, entries]) => ({
      iterations,
      stores: [{ container: STORE, entries }],
    })),
    verdict: {
      kind: 'growth',
      growth: [{ probe: 'heap', perIteration: 100, interval: [90, 110], types: [STORE] }],
    },
  } as unknown as ProcessView
}

test('a heap has grown since it bends where its store was empty until then', () => {
  const [grown] = grownProbes(
    view,
    processWith([
      [2000, 0],
      [8000, 1000],
    ]),
  )

  expect(grown?.onset?.iterations).toBe(7000)
})

test('a heap has grown for as long as the store in it has gained entries', () => {
  const [grown] = grownProbes(
    view,
    processWith([
      [2000, 2000],
      [8000, 8000],
    ]),
  )

  expect(grown?.since).toMatchInlineSnapshot(`"since the warm-up ended, iteration 2 000"`)
})
