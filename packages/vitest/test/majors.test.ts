import { expect } from 'vitest'
import { outcomes } from '../../../test/runner-run.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { MAJORS, runVitest } from './run-vitest.ts'

const CONCURRENT = 'MisuseError at await expect(clean).not.toLeak()'

/** What Vitest 3 to 5 all must say. */
const ATTEMPTS = {
  'retry: leaky in every attempt': [
    'LeakError at expect(leakyAsync).not.toLeak(FEW)',
    'LeakError at expect(leakyAsync).not.toLeak(FEW)',
  ],
  // Vitest reports what failed in an attempt even where a later one passed.
  'retry: leaky in the first attempt':
    'LeakError at expect(first(leakyAsync, cleanAsync)).not.toLeak(FEW)',
  'retry: every attempt has the whole time': "Error at throw new Error('the first attempt')",
  'repeats: leaky in the second run': expect.stringMatching(/^LeakError at expect\(task\.result/),
  'repeats: clean': 'passed',
  'fails: awaited and leaky': 'passed',
  'fails: leaky': 'passed',
  'fails: clean': 'Error at no frame of the fixture',
  'skipped after its check': 'skipped',
}

const ASKED = {
  'soft: leaky, and a second failure': [
    'LeakError at await expect.soft(leakyAsync).not.toLeak(FEW)',
    'AssertionError at expect.soft(1).toBe(2)',
  ],
  'soft: leaky, not awaited': 'LeakError at expect.soft(leaky).not.toLeak(FEW)',
  poll: 'Error at await expect.poll(() => clean).not.toLeak()',
  'a message of its own': "LeakError at await expect(leaky, 'the cache').not.toLeak(FEW)",
  // Vitest runs the hooks that a test registers in reverse order.
  'two leaky, not awaited': [
    'LeakError at expect(leakyAsync).not.toLeak(FEW)',
    'LeakError at expect(leaky).not.toLeak(FEW)',
  ],
  'clean after two that were not awaited': 'passed',
  'assertions: as many as expected': 'passed',
  'assertions: more than expected': 'Error at no frame of the fixture',
  'slower than the test': expect.stringMatching(/Error at test\('slower than the test'/),
  'slower than the test, not awaited':
    'UnsettledError at expect(() => sleep(250)).not.toLeak({ timeLimitMs: 2500 })',
  'clean after two that were slow': 'passed',
  concurrent: CONCURRENT,
  'concurrent, after a while': CONCURRENT,
  'concurrent, its own expect, after a while': CONCURRENT,
  'assertNoLeak: clean': 'passed',
  'assertNoLeak: leaky': 'LeakError at await assertNoLeak(leaky, FEW)',
  'process.exit': 'Error at await expect(() => process.exit(3)).not.toLeak()',
  'process.exit, later': 'Error at process.exit(3)',
  'with a fixture': 'passed',
  'each: 1': 'passed',
  'each: 2': 'passed',
  'hooks before fails this test': 'LeakError at expect(leakyAsync).not.toLeak(FEW)',
  'hooks after fails this test': 'LeakError at expect(leakyAsync).not.toLeak(FEW)',
  'hooks after a test that took its time has its own time': 'passed',
  'hooks before all is refused': 'skipped',
  'hooks at the end': 'MisuseError at await expect(clean).not.toLeak()',
  'the last test leaky, not awaited': 'LeakError at expect(leakyAsync).not.toLeak(FEW)',
}

const TIME_AND_GLOBALS = {
  'timers faked clean': 'passed',
  'timers that advance themselves clean': 'passed',
  'timers of every kind clean': 'passed',
  'timers of every kind leaky': 'LeakError at await expect(leakyAsync).not.toLeak(FEW)',
  'travel in time before the check': 'passed',
  'travel in time in the scenario, clean': 'passed',
  'travel in time in the scenario, leaky': 'LeakError at }).not.toLeak(FEW)',
  'travel in time, never ending': 'UnsettledError at await expect(never).not.toLeak()',
  'globals of the user': 'passed',
  'a value kept in a global': expect.stringMatching(/^LeakError at await expect\(/),
}

const CULPRIT = {
  'a leak in TypeScript': expect.stringMatching(/^LeakError at await expect\(\(\) => remember/),
}

const REJECTIONS = {
  'unhandled rejections': 'passed',
  'clean after unhandled rejections': 'passed',
}

const EXPECTED = { ...ATTEMPTS, ...ASKED, ...TIME_AND_GLOBALS, ...CULPRIT, ...REJECTIONS }

// In `npm test`, Vitest 5 has the other tests of the adapter, and Vitest 4 a cell of the matrix.
for (const major of MAJORS) {
  testOfWhole(
    `in Vitest ${major} a check obeys attempts, hooks, timers and whatever ends a test`,
    async () => {
      const run = await runVitest('majors', { major })

      expect(outcomes(run)).toEqual(EXPECTED)
      // One, although hundreds of iterations made one each.
      expect(run.output.match(/Unhandled Rejection/g)).toHaveLength(1)
      expect(run.exitCode).toBe(1)
      expect(run.output).toMatch(/allocated at +fixtures\/majors\/sessions\.ts:25:28 {2}remember\n/)
      await expect(run.output).toMatchFileSnapshot(`output/vitest-${major}.txt`)
    },
    300_000,
  )
}
