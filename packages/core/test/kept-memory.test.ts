import { collect } from '@plateau/expose-gc-wrapper'
import { expect, test } from 'vitest'
import { checkLeak, startCheck } from '../src/index.ts'

const CHECKS = 200
/** The least that a check could keep; what V8 itself keeps now and then does not grow with the checks. */
const SMALLEST_BYTES = 8

test('Plateau checked by Plateau: a check keeps nothing', { timeout: 60_000 }, async () => {
  const inner = () => {
    const made = []
    for (let at = 0; at < 10; at++) made.push({ at })
    return made.length
  }

  // A check inside a check is refused, so the outer one is made by hand: six batches of 200 checks.
  const readings = new Float64Array(6)
  for (let batch = 0; batch < readings.length; batch++) {
    for (let at = 0; at < CHECKS; at++) await startCheck(inner)
    await new Promise(setImmediate)
    collect('full')
    collect('full')
    readings[batch] = process.memoryUsage().heapUsed
  }

  const growth = Array.from(
    readings.subarray(2),
    (reading, at) => reading - (readings[at + 1] ?? 0),
  )
  expect(Math.min(...growth)).toBeLessThan(CHECKS * SMALLEST_BYTES)
})

test('an asynchronous check leaves no timer, handle or listener', { timeout: 60_000 }, async () => {
  const controller = new AbortController()
  const before = process.getActiveResourcesInfo().length

  for (let at = 0; at < 20; at++) {
    await checkLeak(async () => {}, { signal: controller.signal, iterations: 50 })
  }

  expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before)
})
