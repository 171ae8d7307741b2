import { pathToFileURL } from 'node:url'
import { loopEnvironment } from '@plateau/core/loop'
import * as vitest from 'vitest'
import type { RunnerClass } from './runner-types.ts'

/** Not known to bundlers, for Vitest 5 has no such entry. */
const RUNNERS_OF_VITEST_3: string = 'vitest/runners'

/** The runner that the project's configuration names, else Vitest's own. */
export async function ownRunner(): Promise<RunnerClass> {
  const named = loopEnvironment()?.ownRunner
  if (named !== undefined) {
    const { default: runner } = (await import(pathToFileURL(named).href)) as {
      default: RunnerClass
    }
    return runner
  }
  const { TestRunner } = vitest as unknown as { TestRunner?: RunnerClass }
  if (
    typeof TestRunner === 'function' &&
    'prototype' in TestRunner &&
    'onBeforeTryTask' in TestRunner.prototype
  ) {
    return TestRunner
  }
  const runners = (await import(RUNNERS_OF_VITEST_3)) as { VitestTestRunner: RunnerClass }
  return runners.VitestTestRunner
}
