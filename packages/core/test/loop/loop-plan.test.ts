import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { expectedMs, readPlan, tellPlan } from '../../src/loop/loop-plan.ts'
import { DEFAULT_TERMS } from '../../src/loop/loop-terms.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plateau-plan-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const SOURCE = `
describe('all', () => {
  it('is one', () => {})
  test.each([1, 2])('each %i', () => {})
  test.each\`
    a
  \`('of a table', () => {})
  it.skip('left out', () => {})
  expect(/x/.test('no test')).toBe(false)
  submit('no test')
})
`

test('what is about to be looped is counted as it is written', () => {
  const file = join(cwd, 'some.test.js')
  writeFileSync(file, SOURCE)
  const rows = join(cwd, 'rows.ndjson')
  expect(readPlan(rows)).toBeUndefined()
  tellPlan([file, file], 3, { rows, cwd, terms: DEFAULT_TERMS })
  expect(readPlan(rows)).toEqual({ files: 2, tests: 8, workers: 3 })
})

test('files run beside each other, no more than there are', () => {
  const alone = expectedMs({ files: 2, tests: 20, workers: 1 })
  expect(expectedMs({ files: 2, tests: 20, workers: 8 })).toBe(alone / 2)
})
