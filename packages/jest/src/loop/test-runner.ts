import { createRequire } from 'node:module'
import { appendRow, loopEnvironment } from '@plateau/core/loop'

/** What is used of what Jest hands to a test runner. */
interface Environment {
  readonly global: Record<symbol, unknown>
}

type Send = (event: string, ...given: unknown[]) => unknown

type Given = readonly [
  globalConfig: unknown,
  config: unknown,
  environment: Environment,
  runtime: unknown,
  testPath: string,
  send?: Send,
]

type TestRunner = (...given: Given) => Promise<unknown>

/** Told for each run of a test: thousands of repetitions must not become thousands of messages. */
const OF_ONE_RUN = /^test-case-/

/** The project's own test runner, which tells nobody of repetitions. */
function runTests(...given: Given): Promise<unknown> {
  const [globalConfig, config, environment, runtime, testPath, send] = given
  const loop = loopEnvironment()
  const named = loop?.ownRunner ?? 'jest-circus/runner'
  const loaded = createRequire(testPath)(named) as TestRunner | { default: TestRunner }
  const runner = typeof loaded === 'function' ? loaded : loaded.default
  if (!/jest-circus|[/\\]circus[/\\]|jestAdapter/.test(named) && loop) {
    const reason = `its runner is ${named}: only jest-circus can be looped`
    appendRow(
      {
        id: '(all)',
        file: testPath,
        runner: 'jest',
        kind: 'unloopable',
        reason,
        iterations: 0,
        ms: 0,
      },
      loop,
    )
  }
  const quiet: Send = (event, ...rest) =>
    environment.global[LOOPING] === true && OF_ONE_RUN.test(event)
      ? undefined
      : send?.(event, ...rest)
  return runner(globalConfig, config, environment, runtime, testPath, send && quiet)
}

const LOOPING = Symbol.for('@plateau/looping')

// biome-ignore lint/style/noDefaultExport: Jest takes the default export of the file that its option names
export { runTests as default }
