import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { loopTest } from '../../src/loop/loop-test.ts'

test('a test is judged within its limit by the clock, and what needs longer names the option of the loop', async () => {
  const { turns, judged } = loopTest('is slow', { firstMs: 60_000, longestMs: 1000 })
  const repeated = (async () => {
    while (await turns.isAsked()) {
      await sleep(100)
      turns.done(undefined)
    }
  })()
  const { kind, reason, ms } = await judged
  await repeated
  expect(kind).toBe('unsettled')
  expect(reason).toContain('raise --limit, or make one iteration do less.')
  expect(ms).toBeLessThan(2500)
})
