import { expect } from 'vitest'
import { outcomes, type RunnerRun } from './runner-run.ts'
import { isWhole } from './whole.ts'

const HELD = 'MisuseError at await expect(mine).toBeCollected()'

/** The environment of a run: all kinds take minutes in Jest; every sixth shows that the matcher works there. */
export const KINDS: Readonly<Record<string, string>> = { PLATEAU_TEST_EVERY: isWhole ? '1' : '6' }

/** What fails; everything else must pass: 42 kinds of retention, and the repair of each. */
const FAILING = {
  'misuse a primitive': "MisuseError at await expect('text').toBeCollected()",
  'misuse a frozen global': 'MisuseError at await expect(Math).toBeCollected()',
  'misuse what the test holds': HELD,
  'misuse what a closure of the test holds': 'MisuseError at await expect(read()).toBeCollected()',
  'held by what the test holds': expect.stringMatching(/^RetainedError/),
  'not awaited': "RetainedError at expect(make('a Set', true)).toBeCollected()",
  'not, but gone': expect.stringMatching(/^Error/),
  several: expect.stringMatching(/^RetainedError/),
  'keeps an instance': expect.stringMatching(/^RetainedError/),
  'tracked and left open': expect.stringMatching(/^UndisposedError/),
}

/** What the fixture `objects` of every adapter must come to. */
export function expectKeptObjectsTold(run: RunnerRun): void {
  const failed = Object.entries(outcomes(run)).filter(([, outcome]) => outcome !== 'passed')
  expect(Object.fromEntries(failed)).toEqual(FAILING)
  expect(run.tests.length).toBeGreaterThan(isWhole ? 90 : 20)
  expect(run.output).toContain("in its variable 'mine', and nothing else does")
  expect(run.output).toContain('emitter (EventEmitter) → _events (Object) → x')
}
