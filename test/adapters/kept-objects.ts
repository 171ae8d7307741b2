import { expect } from 'vitest'
import { outcomes, type RunnerRun } from '../runner-run.ts'
import { isWhole } from '../whole.ts'

const HELD = 'MisuseError at await expect(mine).toBeCollected()'

/** Two show that the matcher works in a runner; all of them take minutes in Jest. */
const EVERY = isWhole ? 1 : 21
const KINDS_OF_RETENTION = 42

/** How many kinds of retention a run goes through, each kept and repaired. */
export const CASES: number = Math.ceil(KINDS_OF_RETENTION / EVERY)

/** The environment of such a run. */
export const KINDS: Readonly<Record<string, string>> = { PLATEAU_TEST_EVERY: String(EVERY) }

/** What fails; everything else must pass: each kind of retention, and its repair. */
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
  expect(run.tests).toHaveLength(14 + 2 * CASES)
  expect(run.output).toContain("in its variable 'mine', and nothing else does")
  expect(run.output).toContain('emitter (EventEmitter) → _events (Object) → x')
}
