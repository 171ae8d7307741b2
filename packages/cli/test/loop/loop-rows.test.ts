import type { LoopRow } from '@plateau/core/loop'
import { expect, test } from 'vitest'
import { loopJunit } from '../../src/loop/loop-junit.ts'
import { exitCodeOf, worstFirst } from '../../src/loop/loop-rows.ts'
import { loopTable } from '../../src/loop/loop-table.ts'
import { xmlFaults } from '../report/well-formed-xml.ts'

const base = { file: 'a.test.ts', runner: 'vitest', node: '24.0.0', iterations: 100, ms: 250 }
const plateau: LoopRow = { ...base, id: 'is clean', kind: 'plateau' }
const unsettled: LoopRow = { ...base, id: 'is slow', kind: 'unsettled', reason: 'too few' }
const unloopable: LoopRow = {
  ...base,
  id: 'counts',
  kind: 'unloopable',
  reason: 'fails when repeated: expected 2 to be 1',
}
const failed: LoopRow = { ...unloopable, failed: true }
const growth: LoopRow = {
  ...base,
  id: 'leaks <one>',
  kind: 'growth',
  probe: 'heap',
  perIteration: 48,
  site: 'cache.ts:41',
  fingerprint: 'abc',
}

test('growth decides, then a suite that fails, then what is unsettled', () => {
  expect(exitCodeOf([plateau, unloopable])).toBe(0)
  expect(exitCodeOf([plateau, unsettled])).toBe(3)
  expect(exitCodeOf([unsettled, failed])).toBe(4)
  expect(exitCodeOf([failed, growth])).toBe(1)
  expect(exitCodeOf([])).toBe(4)
})

test('a loop that could judge no test is no plateau, and says so', () => {
  expect(exitCodeOf([unloopable, unloopable])).toBe(3)
  expect(exitCodeOf([unloopable, failed])).toBe(4)
  expect(loopTable([unloopable])).toMatchInlineSnapshot(`
    "unloopable  a.test.ts > counts
                fails when repeated: expected 2 to be 1
    1 test in 0.3 s of looping: 0 growth, 0 unsettled, 1 that cannot be looped, 0 plateau.
    No test was judged, for none can be looped: whether one leaks is not known."
  `)
})

test('the worst comes first', () => {
  const kinds = worstFirst([plateau, unloopable, growth, unsettled]).map(({ kind }) => kind)
  expect(kinds).toEqual(['growth', 'unsettled', 'unloopable', 'plateau'])
})

test('the table tells what is not a plateau, and counts all', () => {
  expect(loopTable([plateau, growth, unloopable])).toMatchInlineSnapshot(`
    "growth      a.test.ts > leaks <one>
                heap +48 bytes per run of the test (100 iterations)
                fingerprint   abc
    unloopable  a.test.ts > counts
                fails when repeated: expected 2 to be 1
    3 tests in 0.8 s of looping: 1 growth, 0 unsettled, 1 that cannot be looped, 1 plateau."
  `)
})

test('JUnit has a case for each test', () => {
  const xml = loopJunit([plateau, growth, unsettled, unloopable])
  expect(xmlFaults(xml)).toEqual([])
  expect(xml).toContain('tests="4" failures="1" errors="1" skipped="1"')
})
