import { expect } from 'vitest'
import { outcomes, type RunnerRun, testNamed } from '../runner-run.ts'

/** What the fixture `switched-off` of every adapter must come to under PLATEAU=off. */
export function expectSwitchedOff(run: RunnerRun): void {
  expect(outcomes(run)).toEqual(SWITCHED_OFF)
  expect(run.output.match(/\[PLATEAU_OFF\] Warning: .*/g)).toEqual([
    '[PLATEAU_OFF] Warning: PLATEAU=off: leak checks are skipped',
  ])
  expect(run.exitCode).toBe(0)
}

/** What it must come to under PLATEAU=off in CI. */
export function expectRefusedInCi(run: RunnerRun): void {
  expect(outcomes(run)).toEqual(REFUSED_IN_CI)
  expect(testNamed(run, 'clean must leak').messages).toEqual([
    'MisuseError: PLATEAU=off is refused while CI is set: a check that is skipped there never fails.',
  ])
}

const SWITCHED_OFF = {
  'leaky must not leak': 'passed',
  'clean must leak': 'passed',
  'leaky, not awaited': 'passed',
} as const

const REFUSED_IN_CI = {
  'leaky must not leak': 'MisuseError at await expect(leaky).not.toLeak()',
  'clean must leak': 'MisuseError at await expect(clean).toLeak()',
  'leaky, not awaited': 'MisuseError at expect(leakyAsync).not.toLeak()',
} as const
