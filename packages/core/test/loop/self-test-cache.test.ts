import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LoopEnvironment } from '../../src/loop/loop-environment.ts'
import { DEFAULT_TERMS } from '../../src/loop/loop-terms.ts'
import { earlierSelfTest, rememberSelfTest } from '../../src/loop/self-test-cache.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plateau-self-test-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

function environment(more: Partial<LoopEnvironment> = {}): LoopEnvironment {
  return { rows: '', cwd, terms: DEFAULT_TERMS, key: 'vitest 5.1.1 forks', ...more }
}

test('a self-test that passed is remembered for its environment', () => {
  expect(earlierSelfTest(environment())).toBeUndefined()
  rememberSelfTest('planted and found: object', environment())
  expect(earlierSelfTest(environment())).toBe('planted and found: object')
})

test('another runner, pool or transformer is another environment', () => {
  rememberSelfTest('planted and found: object', environment())
  expect(earlierSelfTest(environment({ key: 'vitest 5.1.1 threads' }))).toBeUndefined()
})

test('the doctor asks for a new one', () => {
  rememberSelfTest('planted and found: object', environment())
  expect(earlierSelfTest(environment({ only: 'plateau-doctor.test.js' }))).toBeUndefined()
})

test('where nobody says how tests run, nothing is remembered', () => {
  const { key, ...unknown } = environment()
  expect(key).toBeDefined()
  rememberSelfTest('planted and found: object', unknown)
  expect(earlierSelfTest(unknown)).toBeUndefined()
})
