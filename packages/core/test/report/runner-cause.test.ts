import { expect, it } from 'vitest'
import type { Culprit, GrowthVerdict, RunnerMade } from '../../src/plateau/verdict.ts'
import { describeVerdict } from '../../src/report/describe-verdict.ts'
import { runnerRemedy } from '../../src/report/runner-cause.ts'

const OWN: Culprit = {
  type: 'Session',
  perIteration: { objects: 1, bytes: 96 },
  path: [
    { name: 'src/cache.ts', type: 'module' },
    { name: 'sessions', type: 'Map' },
  ],
  fingerprint: '0123456789ab',
}

it('leads with the runner where it keeps all that grew', () => {
  expect(told([madeBy({ part: 'mock-calls' })])).toMatchInlineSnapshot(`
    "kept by Vitest's mocks, not by your code: expected scenario not to leak, but heap grew +96 bytes per iteration (95% interval 96 to 96, 2000 iterations)
      grows         +1 Array, +96 bytes per iteration
      kept by       Vitest's mocks, not your code
      fingerprint   ba9876543210
      A mock keeps every call and its result: call vi.clearAllMocks() or send.mockClear() at the end of the scenario, or use a plain function in place of the mock."
  `)
})

it('tells both causes, and a fix for each, where the code under test keeps a part of it', () => {
  expect(told([OWN, madeBy({ part: 'mock-calls' })])).toMatchInlineSnapshot(`
    "expected scenario not to leak, but heap grew +96 bytes per iteration (95% interval 96 to 96, 2000 iterations)
      grows         +1 Session, +96 bytes per iteration
      retained by   module src/cache.ts → sessions (Map)
      fingerprint   0123456789ab
      grows         +1 Array, +96 bytes per iteration
      kept by       Vitest's mocks, not your code
      fingerprint   ba9876543210
      Remove each entry when its work ends, or give the store a limit. If it is meant to fill up to n entries, pass bounded: n.
      A mock keeps every call and its result: call vi.clearAllMocks() or send.mockClear() at the end of the scenario, or use a plain function in place of the mock."
  `)
})

it('says who made it where it is not known who keeps it', () => {
  expect(told([madeBy({ part: 'mocks', does: 'allocates' })])).toMatch(
    /^made by Vitest's mocks, not by your code: .*\n.*\n +made by {7}Vitest's mocks/,
  )
})

it('does not make the runner the cause of open handles', () => {
  const growth = [{ probe: 'handles', perIteration: 1, interval: [1, 1] }] as const

  expect(told([madeBy({ part: 'state' })], growth)).toMatch(/^expected scenario not to leak/)
})

it('tells in JSON too who made it', () => {
  const json = describeVerdict(verdictOf([madeBy({ part: 'console' })]), 'json')

  expect(JSON.parse(json).culprits[0].madeBy).toEqual({
    runner: 'vitest',
    part: 'console',
    does: 'keeps',
  })
})

it.each([
  ['vitest', 'mocks', /vi\.restoreAllMocks/],
  ['jest', 'mock-calls', /jest\.clearAllMocks/],
  ['node:test', 'mocks', /mock\.reset\(\)/],
  ['node:test', 'mock-calls', /mock\.resetCalls\(\)/],
  ['jest', 'console', /--silent/],
  ['jest', 'snapshots', /out of the scenario/],
  ['vitest', 'assertions', /out of it/],
  ['vitest', 'async-leak-detection', /without --detect-async-leaks/],
  ['vitest', 'state', /once, before the check/],
] as const)('names the fix for what %s keeps by its %s', (runner, part, fix) => {
  expect(runnerRemedy({ runner, part, does: 'keeps' })).toMatch(fix)
})

function madeBy(made: Partial<RunnerMade>): Culprit {
  return {
    type: 'Array',
    perIteration: { objects: 1, bytes: 96 },
    path: [],
    madeBy: { runner: 'vitest', part: 'mocks', does: 'keeps', ...made },
    fingerprint: 'ba9876543210',
  }
}

function told(culprits: readonly Culprit[], growth?: GrowthVerdict['growth']): string {
  return describeVerdict(verdictOf(culprits, growth))
}

function verdictOf(
  culprits: readonly Culprit[],
  growth: GrowthVerdict['growth'] = [{ probe: 'heap', perIteration: 96, interval: [96, 96] }],
): GrowthVerdict {
  return {
    kind: 'growth',
    schema: 1,
    series: [],
    resolution: {},
    iterations: 2000,
    elapsedMs: 48,
    growth,
    culprits,
  }
}
