import * as vitest from 'vitest'

/** A test as Vitest 3, 4 and 5 describe it. */
export type Test = NonNullable<ReturnType<GetCurrentTest>>

type GetCurrentTest = typeof vitest.TestRunner.getCurrentTest

/** Not known to bundlers, for Vitest 5 has no such entry. */
const SUITE_OF_VITEST_3: string = 'vitest/suite'

const getCurrentTest = await findGetCurrentTest()

/** The test, or its hook, that runs now; undefined while files are collected and between tests. */
export function currentTest(): Test | undefined {
  return getCurrentTest()
}

async function findGetCurrentTest(): Promise<GetCurrentTest> {
  const { TestRunner } = vitest as Partial<typeof vitest>
  if (TestRunner?.getCurrentTest) return TestRunner.getCurrentTest
  const suite = (await import(SUITE_OF_VITEST_3)) as { getCurrentTest: GetCurrentTest }
  return suite.getCurrentTest
}
