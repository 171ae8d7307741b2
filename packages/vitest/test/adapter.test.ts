import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  ASYMMETRIC,
  CONCURRENT,
  FAKE_TIMERS,
  MISUSE,
  MISUSE_SAID,
  UNAWAITED,
  VERDICTS,
} from '../../../test/adapters/outcomes.ts'
import { expectRefusedInCi, expectSwitchedOff } from '../../../test/adapters/switched-off.ts'
import { expectTimeKnown } from '../../../test/adapters/time.ts'
import { outcomes, testNamed } from '../../../test/runner-run.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { runVitest, vitestProject } from './run-vitest.ts'

beforeAll(() => {
  vitestProject()
}, 180_000)

// These runs wait most of their time, so that clocks tick before anything is called a leak: they wait side by side.
describe.concurrent('an awaited check', () => {
  test('passes a clean scenario, fails a leaky one and an unsettled one at its own line', async ({
    expect,
  }) => {
    const project = vitestProject()
    const log = join(project, 'verdicts.jsonl')
    rmSync(log, { force: true })

    const run = await runVitest('verdicts', { environment: { PLATEAU_VERDICTS: log } })

    expect(outcomes(run)).toEqual(VERDICTS)
    expect(run.exitCode).toBe(1)
    await expect(run.output).toMatchFileSnapshot('output/verdicts.txt')
    const rows = readFileSync(log, 'utf8').trim().split('\n')
    expect(rows.map((row) => JSON.parse(row).test)).toEqual(
      run.tests.map(({ name }) => name.replace('Leak ', 'Leak > ')),
    )
  }, 180_000)
})

describe.concurrent('a check that is not awaited', () => {
  testOfWhole(
    'fails its own test at its own line, and no other',
    async ({ expect }) => {
      const run = await runVitest('unawaited')

      expect(outcomes(run)).toEqual({
        ...UNAWAITED,
        // Vitest runs the hooks that a test registers in reverse order.
        'two leaky': [
          'LeakError at expect(leakyAsync).not.toLeak()',
          'LeakError at expect(leaky).not.toLeak()',
        ],
        soft: 'LeakError at expect.soft(leakyAsync).not.toLeak()',
        'expected to fail': 'passed',
      })
      expect(run.output).not.toContain('Unhandled')
      expect(run.exitCode).toBe(1)
      await expect(run.output).toMatchFileSnapshot('output/unawaited.txt')
    },
    180_000,
  )

  test('is enforced where the adapter is imported by the test file alone', async ({ expect }) => {
    const run = await runVitest('import-for-effect', {
      args: ['--config=without-setup-file.config.js'],
    })

    expect(outcomes(run)).toEqual({
      clean: 'passed',
      leaky: 'LeakError at expect(leaky).not.toLeak()',
    })
    await expect(run.output).toMatchFileSnapshot('output/import-for-effect.txt')
  })
})

testOfWhole('in a worker thread it is enforced, too', async () => {
  const run = await runVitest('import-for-effect', { args: ['--pool=threads'] })

  expect(outcomes(run)).toEqual({
    clean: 'passed',
    leaky: 'LeakError at expect(leaky).not.toLeak()',
  })
})

describe('a misuse', () => {
  test('is refused with its reason, at its own line, and leaves later checks alone', async () => {
    const run = await runVitest('misuse')

    const said = run.tests.map(({ name, messages }) => [name, messages])
    expect.soft(said.filter(([name]) => name !== 'concurrent')).toEqual(
      Object.entries({
        'concurrent, its own expect': [`${CONCURRENT} Use test.sequential.`],
        'concurrent suite of one test': [`${CONCURRENT} Use test.sequential.`],
        poll: [
          'Error: expect.poll() repeats a matcher until it passes, which a leak check must not: use await expect(scenario).not.toLeak().',
        ],
        ...MISUSE_SAID,
        'in a hook has failed': [],
      }),
    )
    expect.soft(outcomes(run)).toEqual({
      ...MISUSE,
      'concurrent, its own expect': 'MisuseError at await expect(clean).not.toLeak()',
      'concurrent suite of one test': 'MisuseError at await expect(cleanAsync).not.toLeak()',
      poll: 'Error at await expect.poll(() => clean).not.toLeak()',
      'rejects with text': expect.stringContaining('boom as text'),
      'in a hook has failed': 'skipped',
    })
    expect.soft(run.output).not.toContain('Unhandled')
    expect
      .soft(run.output)
      .toContain(
        'MisuseError: toLeak() was called outside a test, or in a concurrent one: move it into test(…) or it(…), and let that run on its own.',
      )
    // Vitest cannot tell which concurrent test calls the global expect.
    expect.soft(testNamed(run, 'concurrent').messages[0]).not.toContain('its own expect')
  })

  testOfWhole(
    'of the matcher inside another is refused, for no one could wait for it',
    async () => {
      const run = await runVitest('asymmetric')

      expect.soft(outcomes(run)).toEqual(ASYMMETRIC)
      expect.soft(run.output).not.toContain('Unhandled')
    },
  )

  testOfWhole.each(['at-module-level', 'in-describe-body'])(
    '%s is refused outside a test',
    async (name) => {
      const run = await runVitest(name)

      expect(run.exitCode).toBe(1)
      await expect(run.output).toMatchFileSnapshot(`output/${name}.txt`)
    },
  )
})

testOfWhole(
  'the time of a test is known to its checks, which end before the runner gives up',
  async () => {
    expectTimeKnown(await runVitest('time'))
  },
)

testOfWhole('fake timers change no verdict and stay fake', async () => {
  const run = await runVitest('fake-timers')

  expect(outcomes(run)).toEqual(FAKE_TIMERS)
})

describe('PLATEAU=off', () => {
  test('passes every check both ways, with one warning', async () => {
    expectSwitchedOff(await runVitest('switched-off', { environment: { PLATEAU: 'off' } }))
  })

  testOfWhole('is refused in CI', async () => {
    expectRefusedInCi(await runVitest('switched-off', { environment: { PLATEAU: 'off', CI: '1' } }))
  })
})
