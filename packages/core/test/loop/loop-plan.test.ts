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
  tellPlan({ files: [file, file], workers: 3 }, { rows, cwd, terms: DEFAULT_TERMS })
  expect(readPlan(rows)).toEqual({ files: 2, tests: 8, workers: 3 })
})

test('where names are filtered, what cannot match is not counted', () => {
  const [file, other] = [join(cwd, 'some.test.js'), join(cwd, 'other.test.js')]
  writeFileSync(file, SOURCE)
  writeFileSync(other, "test('is another', () => {})\n")
  const rows = join(cwd, 'rows.ndjson')
  const told = (pattern: RegExp) => {
    tellPlan({ files: [file, other], workers: 3, pattern }, { rows, cwd, terms: DEFAULT_TERMS })
    return readPlan(rows)
  }
  // Names that a table fills in may match.
  expect(told(/one$/)).toEqual({ files: 1, tests: 3, workers: 3 })
  expect(told(/^all is one$/)).toEqual({ files: 1, tests: 3, workers: 3 })
  expect(told(/another/)).toEqual({ files: 2, tests: 3, workers: 3 })
})

test('files run beside each other, no more than there are', () => {
  const alone = expectedMs({ files: 2, tests: 20, workers: 1 })
  expect(expectedMs({ files: 2, tests: 20, workers: 8 })).toBe(alone / 2)
})
