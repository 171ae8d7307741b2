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
import { isWhole, testOfCases, testOfWhole } from '../../../test/whole.ts'
import { jestProject, MAJORS, runJest } from './run-jest.ts'

const FEW = {
  clean: 'passed',
  leaky: 'LeakError at await expect(leaky).not.toLeak()',
  'leaky, not awaited': 'LeakError at expect(leakyAsync).not.toLeak()',
  'passes after leaky': 'passed',
}

beforeAll(() => {
  jestProject()
}, 180_000)

// These runs wait most of their time, so that clocks tick before anything is called a leak: they wait side by side.
describe.concurrent('an awaited check', () => {
  test('passes a clean scenario, fails a leaky one and an unsettled one at its own line', async ({
    expect,
  }) => {
    const run = await runJest(['verdicts'])

    expect(outcomes(run)).toEqual(VERDICTS)
    expect(run.exitCode).toBe(1)
    await expect(run.output).toMatchFileSnapshot('output/verdicts.txt')
  })
})

for (const major of MAJORS) {
  testOfWhole(
    `in Jest ${major} the preset is all that a project needs`,
    async () => {
      expect(outcomes(await runJest(['few'], { major, kind: 'preset' }))).toEqual(FEW)
    },
    240_000,
  )
}

describe.concurrent('a check that is not awaited', () => {
  testOfWhole(
    'fails its own test at its own line, and no other, in two workers too',
    async ({ expect }) => {
      const run = await runJest(['unawaited', 'few'], { args: ['-w', '2'] })

      expect(outcomes(run)).toEqual({
        ...UNAWAITED,
        ...FEW,
        // One hook throws one error, whose stack holds both.
        'two leaky': 'LeakError at expect(leaky).not.toLeak()',
      })
      const twoLeaky = run.output.split('● two leaky')[1]?.split('●')[0] ?? ''
      expect(twoLeaky.match(/expected scenario not to leak/g)).toHaveLength(2)
      expect(run.exitCode).toBe(1)
    },
  )

  testOfWhole('is enforced where the test file alone requires the adapter', async ({ expect }) => {
    const run = await runJest(['import-for-effect'], { kind: 'without-setup-file' })

    expect(outcomes(run)).toEqual({
      clean: 'passed',
      leaky: 'LeakError at expect(leakyAsync).not.toLeak()',
      'passes after leaky': 'passed',
    })
    await expect(run.output).toMatchFileSnapshot('output/import-for-effect.txt')
  })

  test('is enforced in native ES modules', async ({ expect }) => {
    const run = await runJest(['few'], { kind: 'esm' })

    expect(outcomes(run)).toEqual(FEW)
  })

  testOfWhole('is enforced where an ES module alone imports the adapter', async ({ expect }) => {
    const run = await runJest(['import-for-effect'], { kind: 'esm' })

    expect(outcomes(run)).toMatchObject({ leaky: 'LeakError at expect(leakyAsync).not.toLeak()' })
  })
})

describe('a misuse', () => {
  test('is refused with its reason, at its own line, and leaves later checks alone', async () => {
    const run = await runJest(['misuse'])

    const said = run.tests.map(({ name, messages }) => [name, ...messages])
    expect.soft(said.filter(([name]) => name !== 'another concurrent')).toMatchInlineSnapshot(`
      [
        [
          "concurrent",
          "MisuseError: toLeak() cannot run in a concurrent test: what its neighbours allocate would be measured with it. Use test instead of test.concurrent.",
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
          "Error: thrown: "boom as text"",
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
          "in a hook fails",
          "MisuseError: toLeak() was called outside a test: move it into test(…) or it(…).",
        ],
      ]
    `)
    expect.soft(outcomes(run)).toEqual({
      ...MISUSE,
      'another concurrent': 'MisuseError at await expect(cleanAsync).not.toLeak()',
      'rejects with text': expect.anything(),
      'in a hook fails': 'MisuseError at await expect(leakyAsync).not.toLeak()',
    })
    expect.soft(testNamed(run, 'another concurrent').messages[0]).toContain('concurrent test')
    expect.soft(testNamed(run, 'rejects with text').messages[0]).toContain('boom as text')
  })

  testOfWhole(
    'of the matcher inside another is refused, for no one could wait for it',
    async () => {
      const run = await runJest(['asymmetric'])

      expect(outcomes(run)).toEqual(ASYMMETRIC)
    },
  )

  test.each([
    ['at-module-level', 'commonjs'],
    ['in-describe-body', 'commonjs'],
    ['few', 'wrong-setup-file'],
  ] as const)('%s in the project %s is refused with the reason', async (name, kind) => {
    const run = await runJest([name], { kind })

    expect(run.exitCode).toBe(1)
    await expect(run.output).toMatchFileSnapshot(`output/${name}-${kind}.txt`)
  })
})

testOfWhole('loading the adapter inside a test is refused with the reason', async () => {
  const run = await runJest(['loaded-inside-a-test'], { kind: 'without-setup-file' })

  expect(run.exitCode).toBe(1)
  expect(run.output).toContain('MisuseError: @plateau/jest was loaded inside a test')
})

testOfWhole(
  'the time of a test is known to its checks, which end before the runner gives up',
  async () => {
    const run = await runJest(['time'])

    expect
      .soft(outcomes(run))
      .toEqual({ ...TIME, 'jest.setTimeout': 'UnsettledError at await expect(never).not.toLeak()' })
    expect.soft(testNamed(run, 'the time is nearly over').messages).toMatchInlineSnapshot(`
    [
      "MisuseError: Only <time> of this test's time are left, too few for a leak check. Raise the test's timeout: test(name, fn, 20_000).",
    ]
  `)
    expect
      .soft(testNamed(run, 'one iteration takes a third of the time').messages[0])
      .toContain('iterations of about')
  },
)

testOfWhole('fake timers change no verdict and stay fake', async () => {
  const run = await runJest(['fake-timers'])

  expect(outcomes(run)).toEqual(FAKE_TIMERS)
})

testOfCases(true)(
  'what Jest keeps of the messages of a scenario is no growth, and of each line the first are shown',
  async () => {
    const only = isWhole ? [] : ['-t', 'nothing']
    const run = await runJest(['messages'], { isBuffered: true, args: ['-i', ...only] })

    expect(outcomes(run)).toEqual({
      'logs and keeps nothing': 'passed',
      'logs in awaited iterations': isWhole ? 'passed' : 'pending',
      'logs and keeps': isWhole ? expect.stringMatching(/^LeakError/) : 'pending',
    })
    const shown = run.output.split('saved { id:').length - 1
    expect(shown).toBe(3)
    expect(run.output).toMatch(
      /Plateau left out \S+ messages that were logged again and again while it repeated a scenario\./,
    )
  },
)

describe('PLATEAU=off', () => {
  test('passes every check both ways, with one warning', async () => {
    const run = await runJest(['switched-off'], { environment: { PLATEAU: 'off' } })

    expect(outcomes(run)).toEqual(SWITCHED_OFF)
    expect(run.output.match(/\[PLATEAU_OFF\] Warning: .*/g)).toEqual([
      '[PLATEAU_OFF] Warning: PLATEAU=off: leak checks are skipped',
    ])
    expect(run.exitCode).toBe(0)
  })

  testOfWhole('is refused in CI', async () => {
    const run = await runJest(['switched-off'], { environment: { PLATEAU: 'off', CI: '1' } })

    expect(outcomes(run)).toEqual(REFUSED_IN_CI)
  })
})
