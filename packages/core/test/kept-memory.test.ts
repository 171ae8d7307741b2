import { collect } from '@plateau/expose-gc-wrapper'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../test/whole.ts'
import { checkLeak, startCheck } from '../src/index.ts'

const CHECKS = 100
/**
 * What one check may leave. V8 keeps some 50 bytes of each for the first 3000 and nothing from then on (Node 20,
 * over 24 000 checks); a check that kept its readings would keep kilobytes.
 */
const MOST_BYTES = 150

test('Plateau checked by Plateau: a check keeps nothing', { timeout: 120_000 }, async () => {
  const inner = () => {
    const made = []
    for (let at = 0; at < 10; at++) made.push({ at })
    return made.length
  }

  // A check inside a check is refused, so the outer one is made by hand: ten batches of 100 checks.
  const readings = new Float64Array(10)
  for (let batch = 0; batch < readings.length; batch++) {
    for (let at = 0; at < CHECKS; at++) await startCheck(inner)
    await new Promise(setImmediate)
    collect('full')
    collect('full')
    readings[batch] = process.memoryUsage().heapUsed
  }

  const steps = Array.from(readings.subarray(1), (reading, at) => reading - (readings[at] ?? 0))
  // What a check keeps is in every batch; what V8 compiles meanwhile is in some.
  const quartile = steps.sort((one, other) => one - other)[Math.floor(steps.length / 4)]
  expect(quartile).toBeLessThan(CHECKS * MOST_BYTES)
})

testOfWhole(
  'an asynchronous check leaves no timer, handle or listener',
  { timeout: 60_000 },
  async () => {
    const controller = new AbortController()
    const before = process.getActiveResourcesInfo().length

    for (let at = 0; at < 10; at++) {
      await checkLeak(async () => {}, { signal: controller.signal, iterations: 50 })
    }

    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before)
  },
)
