import { describe, expect, it } from 'vitest'
import {
  FEWEST_PAGE_ITERATIONS,
  inWordsOfPages,
  isTimeForSnapshot,
  type PagePlan,
  pageIterations,
  withoutSnapshotNote,
} from '../../src/attribution/page-plan.ts'
import type { Culprit } from '../../src/plateau/verdict.ts'
import { describePath } from '../../src/report/describe-culprit.ts'

describe('the path of what a page keeps', () => {
  const pathOf = (...path: Culprit['path']) => {
    const culprit = { type: 'div', path, perIteration: { objects: 1, bytes: 8 }, fingerprint: '' }
    return describePath(inWordsOfPages(culprit).path)
  }
  const step = (name: string, type: string) => ({ name, type })

  it('says in which element of the document it is, and not by way of which others', () => {
    const body = step('entry', '<body>')

    expect(
      pathOf(
        step('entry', 'HTMLDocument'),
        step('entry', '<button>'),
        body,
        step('entry', 'ResizeObserver'),
      ),
    ).toBe('document → <body> → entry → ResizeObserver')
    expect(pathOf(step('entry', 'HTMLDocument'), body, step('entry', '<div>'))).toBe(
      'document → <body> → entry → <div>',
    )
  })

  it('is left as it is where it begins elsewhere', () => {
    expect(pathOf(step('module src/a.ts', ''), step('docs', 'Array'))).toBe(
      'module src/a.ts → docs (Array)',
    )
  })
})

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
