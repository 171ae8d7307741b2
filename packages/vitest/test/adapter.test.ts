import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  ASYMMETRIC,
  FAKE_TIMERS,
  MISUSE,
  REFUSED_IN_CI,
  SWITCHED_OFF,
  TIME,
  UNAWAITED,
  VERDICTS,
} from '../../../test/adapter-outcomes.ts'
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
  test('fails its own test at its own line, and no other', async ({ expect }) => {
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
  }, 180_000)

  testOfWhole(
    'is enforced where the adapter is imported by the test file alone',
    async ({ expect }) => {
      const run = await runVitest('import-for-effect', {
        args: ['--config=without-setup-file.config.js'],
      })

      expect(outcomes(run)).toEqual({
        clean: 'passed',
        leaky: 'LeakError at expect(leaky).not.toLeak()',
      })
      await expect(run.output).toMatchFileSnapshot('output/import-for-effect.txt')
    },
  )
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

    const said = run.tests.map(({ name, messages }) => [name, ...messages])
    expect.soft(said.filter(([name]) => name !== 'concurrent')).toMatchInlineSnapshot(`
      [
        [
          "concurrent, its own expect",
          "MisuseError: toLeak() cannot run in a concurrent test: what its neighbours allocate would be measured with it. Use test.sequential.",
        ],
        [
          "concurrent suite of one test",
          "MisuseError: toLeak() cannot run in a concurrent test: what its neighbours allocate would be measured with it. Use test.sequential.",
        ],
        [
          "poll",
          "Error: expect.poll() repeats a matcher until it passes, which a leak check must not: use await expect(scenario).not.toLeak().",
        ],
        [
          "check in a sync scenario",
          "MisuseError: A check was started inside a scenario that is itself being checked. Check one of the two: measure the inner scenario in a test of its own.",
        ],
        [
          "check in an async scenario",
          "MisuseError: A check was started inside a scenario that is itself being checked. Check one of the two: measure the inner scenario in a test of its own.",
        ],
        [
          "not awaited check in an async scenario",
          "MisuseError: A check was started inside a scenario that is itself being checked. Check one of the two: measure the inner scenario in a test of its own.",
        ],
        [
          "a number",
          "MisuseError: A scenario must be a function or an object with a run() function, received 42. Pass the code to repeat: expect(() => work()).not.toLeak().",
        ],
        [
          "a promise",
          "MisuseError: A scenario must be a function or an object with a run() function, received a promise. A promise has already begun and cannot be repeated: pass the function that makes it, () => work().",
        ],
        [
          "a step of the wrong type",
          "MisuseError: scenario.run must be a function, received "clean".",
        ],
        [
          "unknown option",
          "MisuseError: Unknown option 'itertions': did you mean 'iterations'?",
        ],
        [
          "option of the wrong type",
          "MisuseError: iterations must be a positive integer, received "10".",
        ],
        [
          "options of the wrong type",
          "MisuseError: Leak options must be an object, received 10.",
        ],
        [
          "unknown probe",
          "MisuseError: Unknown probe 'haep': did you mean 'heap'?",
        ],
        [
          "throws",
          "Error: boom",
        ],
        [
          "rejects once in a while",
          "Error: boom at 40",
        ],
        [
          "rejects with a frozen error",
          "Error: frozen boom",
        ],
        [
          "rejects with text",
          "boom as text",
        ],
        [
          "must throw and does",
        ],
        [
          "must throw and does not",
          "MisuseError: throws is true, so every iteration must throw or reject, but iteration 1 ended without an error. Remove throws, or make the scenario fail each time.",
        ],
        [
          "in peace after all of that",
        ],
        [
          "in a hook skipped",
        ],
      ]
    `)
    expect.soft(outcomes(run)).toEqual({
      ...MISUSE,
      'concurrent, its own expect': 'MisuseError at await expect(clean).not.toLeak()',
      'concurrent suite of one test': 'MisuseError at await expect(cleanAsync).not.toLeak()',
      poll: 'Error at await expect.poll(() => clean).not.toLeak()',
      'rejects with text': expect.stringContaining('boom as text'),
      'in a hook skipped': 'skipped',
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

describe('the time of a test', () => {
  testOfWhole('is known to its checks, which end before the runner gives up', async () => {
    const run = await runVitest('time')

    expect
      .soft(outcomes(run))
      .toEqual({ ...TIME, 'vi.setConfig': 'UnsettledError at await expect(never).not.toLeak()' })
    expect.soft(testNamed(run, 'never resolves').messages).toMatchInlineSnapshot(`
      [
        "UnsettledError: could not tell whether scenario leaks: the time was over before the decision (<n> iterations, <time>)
        Iteration <n> had not ended when the time limit of <time> was over. A scenario must resolve: await what it starts, or raise the limit if one iteration takes that long.",
      ]
    `)
    expect.soft(testNamed(run, 'slower sync').messages).toMatchInlineSnapshot(`
      [
        "UnsettledError: could not tell whether scenario leaks: the time was over before the decision (<n> iterations, <time>)
        <n> iterations of about <time> fitted into <time>. About <time> would settle it: raise the test's timeout or timeLimitMs, or make one iteration do less.",
      ]
    `)
    expect.soft(testNamed(run, 'the time is nearly over').messages).toMatchInlineSnapshot(`
      [
        "MisuseError: Only <time> of this test's time are left, too few for a leak check. Raise the test's timeout: test(name, fn, 20_000).",
      ]
    `)
    expect
      .soft(testNamed(run, 'one iteration takes a third of the time').messages[0])
      .toContain('iterations of about')
  })
})

testOfWhole('fake timers change no verdict and stay fake', async () => {
  const run = await runVitest('fake-timers')

  expect(outcomes(run)).toEqual(FAKE_TIMERS)
})

describe('PLATEAU=off', () => {
  test('passes every check both ways, with one warning', async () => {
    const run = await runVitest('switched-off', { environment: { PLATEAU: 'off' } })

    expect(outcomes(run)).toEqual(SWITCHED_OFF)
    expect(run.output.match(/\[PLATEAU_OFF\] Warning: .*/g)).toEqual([
      '[PLATEAU_OFF] Warning: PLATEAU=off: leak checks are skipped',
    ])
    expect(run.exitCode).toBe(0)
  })

  testOfWhole('is refused in CI', async () => {
    const run = await runVitest('switched-off', { environment: { PLATEAU: 'off', CI: '1' } })

    expect(outcomes(run)).toEqual(REFUSED_IN_CI)
    expect(testNamed(run, 'clean must leak').messages).toMatchInlineSnapshot(`
      [
        "MisuseError: PLATEAU=off is refused while CI is set: a check that is skipped there never fails.",
      ]
    `)
  })
})
