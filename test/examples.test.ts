import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'
import { describeWithGo } from '../packages/go/test/go-toolchain.ts'
import { missingChromium } from '../packages/memlab/test/chromium.ts'
import { testOfWhole } from './whole.ts'

const root = join(import.meta.dirname, '..')

/** Its check needs the user's own Chromium; without one it says so. */
const pageExamples: typeof EXAMPLES = missingChromium
  ? []
  : [['page-detached-dom', /1 passed \| 1 expected fail/]]

const EXAMPLES: readonly (readonly [name: string, passed: RegExp])[] = [
  ['vitest-cache', /1 passed \| 1 expected fail/],
  ['jest-listener', /Tests:\s+2 passed/],
  ['node-test-timer', /pass 2\b/],
  ...pageExamples,
]
testOfWhole.each(EXAMPLES)('the example %s catches its leak and passes its fix', runExample)

describeWithGo('with Go', () => {
  testOfWhole(
    'the example go-service catches its leak and passes its fix',
    () => {
      runExample('go-service', /1 passed \| 1 expected fail/)
    },
    180_000,
  )
})

testOfWhole.each([
  [
    'soak:leaky',
    1,
    /^growth: The heap grows by .*shutdown \(AbortController\).*p-timeout\/index\.js:59/ms,
  ],
  ['soak', 0, /^plateau: Nothing grew above /m],
])(
  'the example nightly-soak ends its script %s with %d',
  (script, code, told) => {
    const { status, stdout, stderr } = runPnpm('nightly-soak', ['run', script])

    expect(`${stdout}${stderr}`).toMatch(told)
    expect(status).toBe(code)
  },
  180_000,
)

function runExample(name: string, passed: RegExp): void {
  const { status, stdout, stderr } = runPnpm(name, ['test'])

  expect(`${stdout}${stderr}`).toMatch(passed)
  expect(status).toBe(0)
}

function runPnpm(example: string, args: readonly string[]) {
  return spawnSync('pnpm', ['-C', join('examples', example), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
}
