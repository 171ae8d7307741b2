import { expect } from 'vitest'
import { outcomes, type RunnerRun, testNamed } from '../runner-run.ts'

/** What the fixture `time` of every adapter must come to: its tests have little time. */
export function expectTimeKnown(run: RunnerRun): void {
  expect.soft(outcomes(run)).toEqual(TIME)
  expect.soft(testNamed(run, 'never resolves').messages).toEqual([NEVER])
  expect.soft(testNamed(run, 'slower sync').messages).toEqual([SLOWER])
  expect.soft(testNamed(run, 'the time is nearly over').messages).toEqual([NEARLY_OVER])
  expect
    .soft(testNamed(run, 'one iteration takes a third of the time').messages[0])
    .toContain('iterations of about')
}

const TIME = {
  'never resolves': 'UnsettledError at await expect(never).not.toLeak()',
  'passes after one that never resolves': 'passed',
  'never resolves, not awaited': 'UnsettledError at expect(never).not.toLeak()',
  // A second may be too short to settle doubt; it must not be the runner that says so.
  'slow async': expect.stringMatching(/^(passed$|UnsettledError at await expect\(slow)/),
  'slow sync': expect.stringMatching(/^(passed$|UnsettledError at await expect\(slowSync)/),
  'clean in a short test': expect.stringMatching(
    /^(passed$|UnsettledError at await expect\(cleanAsync)/,
  ),
  'slower sync': 'UnsettledError at await expect(() => slowSync(60)).not.toLeak()',
  'the time is nearly over': 'MisuseError at await expect(cleanAsync).not.toLeak()',
  'half of the time is over': 'UnsettledError at await expect(never).not.toLeak()',
  'two at once':
    'UnsettledError at await Promise.all([expect(never).not.toLeak(), expect(never).not.toLeak()])',
  'a setup that never resolves':
    'UnsettledError at await expect({ setup: never, run() {} }).not.toLeak()',
  'one iteration takes a third of the time': expect.stringMatching(/^UnsettledError/),
  'a limit for the tests below': 'UnsettledError at await expect(never).not.toLeak()',
} as const

const NEVER =
  'UnsettledError: could not tell whether scenario leaks: the time was over before the decision (<n> iterations, <time>)\n  Iteration <n> had not ended when the time limit of <time> was over. A scenario must resolve: await what it starts, or raise the limit if one iteration takes that long.'

const SLOWER =
  "UnsettledError: could not tell whether scenario leaks: the time was over before the decision (<n> iterations, <time>)\n  <n> iterations of about <time> fitted into <time>. About <time> would settle it: raise the test's timeout or timeLimitMs, or make one iteration do less."

const NEARLY_OVER =
  "MisuseError: Only <time> of this test's time are left, too few for a leak check. Raise the test's timeout: test(name, fn, 20_000)."
