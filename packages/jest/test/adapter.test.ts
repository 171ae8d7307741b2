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
  testOfWhole(
    'passes a clean scenario, fails a leaky one and an unsettled one at its own line',
    async ({ expect }) => {
      const run = await runJest(['verdicts'])

      expect(outcomes(run)).toEqual(VERDICTS)
      expect(run.exitCode).toBe(1)
      await expect(run.output).toMatchFileSnapshot('output/verdicts.txt')
    },
  )
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

    const said = run.tests.map(({ name, messages }) => [name, messages])
    expect.soft(said.filter(([name]) => name !== 'another concurrent')).toEqual(
      Object.entries({
        concurrent: [`${CONCURRENT} Use test instead of test.concurrent.`],
        ...MISUSE_SAID,
        'rejects with text': ['Error: thrown: "boom as text"'],
        'in a hook has failed': [
          'MisuseError: toLeak() was called outside a test: move it into test(…) or it(…).',
        ],
      }),
    )
    expect.soft(outcomes(run)).toEqual({
      ...MISUSE,
      'another concurrent': 'MisuseError at await expect(cleanAsync).not.toLeak()',
      'rejects with text': expect.anything(),
      'in a hook has failed': 'MisuseError at await expect(leakyAsync).not.toLeak()',
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
    expectTimeKnown(await runJest(['time']))
  },
)

testOfWhole('fake timers change no verdict and stay fake', async () => {
  const run = await runJest(['fake-timers'])

  expect(outcomes(run)).toEqual(FAKE_TIMERS)
})

testOfWhole(
  'what Jest keeps of the messages of a scenario is no growth, and of each line the first are shown',
  async () => {
    const run = await runJest(['messages'], { isBuffered: true, args: ['-i'] })

    expect(outcomes(run)).toEqual({
      'logs and keeps nothing': 'passed',
      'logs in awaited iterations': 'passed',
      'logs and keeps': expect.stringMatching(/^LeakError/),
    })
    const shown = run.output.split('saved { id:').length - 1
    expect(shown).toBe(3)
    expect(run.output).toMatch(
      /Plateau left out \S+ messages that were logged again and again while it repeated a scenario\./,
    )
  },
)

describe('PLATEAU=off', () => {
  testOfWhole('passes every check both ways, with one warning', async () => {
    expectSwitchedOff(await runJest(['switched-off'], { environment: { PLATEAU: 'off' } }))
  })

  testOfWhole('is refused in CI', async () => {
    expectRefusedInCi(await runJest(['switched-off'], { environment: { PLATEAU: 'off', CI: '1' } }))
  })
})
