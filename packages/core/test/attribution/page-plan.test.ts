import { expect, it } from 'vitest'
import {
  FEWEST_PAGE_ITERATIONS,
  isTimeForSnapshot,
  type PagePlan,
  pageIterations,
  withoutSnapshotNote,
} from '../../src/attribution/page-plan.ts'

const PLAN: PagePlan = {
  verdict: { growth: [] },
  leftMs: 10_000,
  iterationMs: 10,
  collectionMs: 10,
  most: 64,
}

it('a snapshot of a page takes as long as a hundred collections', () => {
  expect(isTimeForSnapshot({ leftMs: 1000, collectionMs: 10 })).toBe(true)
  expect(isTimeForSnapshot({ leftMs: 999, collectionMs: 10 })).toBe(false)
})

it('a re-run has half of the time that its snapshot leaves', () => {
  expect(pageIterations({ ...PLAN, leftMs: 2500 })).toBe(30)
  expect(pageIterations({ ...PLAN, leftMs: 2500, collectionMs: 15 })).toBe(20)
  expect(pageIterations(PLAN)).toBe(64)
})

it('the fewest iterations run where there is no time for a snapshot', () => {
  const late = { ...PLAN, leftMs: 900, iterationMs: 20 }

  expect(pageIterations(late)).toBe(FEWEST_PAGE_ITERATIONS)
  expect(isTimeForSnapshot(late)).toBe(false)
  expect(pageIterations({ ...late, leftMs: 700 })).toBeLessThan(FEWEST_PAGE_ITERATIONS)
})

it('slow iterations and large leaks are run the fewest times', () => {
  const documents = [{ probe: 'heap', perIteration: 500_000 }] as unknown as PagePlan['verdict']

  expect(pageIterations({ ...PLAN, iterationMs: 100 })).toBe(FEWEST_PAGE_ITERATIONS)
  expect(pageIterations({ ...PLAN, verdict: { growth: documents as never } })).toBe(
    FEWEST_PAGE_ITERATIONS,
  )
})

it('what is told without a snapshot says how to learn the rest', () => {
  expect(withoutSnapshotNote(812.4)).toMatchInlineSnapshot(
    `"Told without a snapshot, which would hardly have fitted into the 812 ms that were left. Raise the test's timeout or timeLimitMs to learn what holds it."`,
  )
})
