import { expect, test } from 'vitest'
import { ownFrame, runnerAllocated } from '../../src/attribution/runner-frames.ts'

const FOLDER = 'file:///shop/node_modules'
const TEST = 'file:///shop/cart.test.js'
const FAKE_TIMERS = `${FOLDER}/@sinonjs/fake-timers/src/fake-timers-src.js`
const OF_JEST = `${FOLDER}/@jest/fake-timers/build/index.js`

/** Innermost first. */
function stackOf(...urls: readonly string[]) {
  return urls.map((url) => ({
    scriptId: 1,
    url,
    functionName: 'f',
    line: 0,
    column: 0,
  }))
}

test('what Jest fakes timers by works for Jest', () => {
  expect(runnerAllocated(stackOf(FAKE_TIMERS, FAKE_TIMERS, OF_JEST, TEST))).toEqual({
    runner: 'jest',
    part: 'state',
    does: 'allocates',
  })
  expect(runnerAllocated(stackOf(OF_JEST, TEST))).toMatchObject({ runner: 'jest' })
})

test.each([
  ['the project', [TEST, OF_JEST]],
  ['a package that the project calls', [FAKE_TIMERS, TEST, OF_JEST]],
  [
    'a package that faked timers call back',
    [`${FOLDER}/lodash/debounce.js`, FAKE_TIMERS, OF_JEST, TEST],
  ],
  ['Node', ['node:internal/timers']],
])('what %s allocates is not the work of a runner', (_, urls) => {
  expect(runnerAllocated(stackOf(...urls))).toBeUndefined()
})

test("a line of the runner, or of what it calls, is never told as the user's", () => {
  const runner = `${FOLDER}/@vitest/runner/dist/chunk-artifact.js`
  const lodash = `${FOLDER}/lodash/debounce.js`
  const urlOf = (...urls: readonly string[]) => ownFrame(stackOf(...urls))?.url
  expect(urlOf('node:timers', runner, runner)).toBeUndefined()
  expect(urlOf(runner, TEST, runner)).toBe(TEST)
  expect(urlOf(FAKE_TIMERS, OF_JEST, TEST, runner)).toBe(TEST)
  expect(urlOf(lodash, TEST, runner)).toBe(lodash)
  expect(urlOf(TEST, runner)).toBe(TEST)
})
