import { expect, test } from 'vitest'
import { checkLeak, describeVerdict } from '../../src/index.ts'
import { leaky, repaired } from '../leaks/vm-context-kept.ts'

const CONTEXTS_ONLY = { probes: ['contexts'], iterations: 200, explain: 'off' } as const

test('one context per iteration is found by the count of contexts alone', {
  timeout: 60_000,
}, async () => {
  const verdict = await checkLeak(leaky, CONTEXTS_ONLY)

  expect(verdict, describeVerdict(verdict)).toMatchObject({
    kind: 'growth',
    growth: [{ probe: 'contexts', perIteration: 1 }],
  })
})

test('contexts that nothing holds level off', { timeout: 60_000 }, async () => {
  const verdict = await checkLeak(repaired, CONTEXTS_ONLY)

  expect(verdict, describeVerdict(verdict)).toMatchObject({
    kind: 'plateau',
    resolution: { contexts: expect.any(Number) },
  })
})
