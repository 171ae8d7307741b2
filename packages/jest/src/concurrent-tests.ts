import { MisuseError } from '@plateau/core'
import type { CircusBlock, CircusState, CircusTest } from './circus-state.ts'

/** What `expect` keeps of the test that runs. */
export interface ExpectState {
  readonly currentTestName?: string
  readonly currentConcurrentTestName?: () => string | undefined
}

/** Throws `MisuseError` where another test may run while the check does. */
export function refuseConcurrency(
  state: CircusState | undefined,
  { currentTestName, currentConcurrentTestName }: ExpectState,
): void {
  const test = state?.currentlyRunningTest
  const concurrentName = currentConcurrentTestName?.()
  const isForeign = concurrentName !== undefined && (!test || concurrentName !== currentTestName)
  if (test?.concurrent || isForeign) {
    throw new MisuseError(
      'toLeak() cannot run in a concurrent test: what its neighbours allocate would be measured with it. Use test instead of test.concurrent.',
    )
  }
  // Jest 30 names every test here, and runs concurrent ones in a group of their own. Jest 29 names
  // these only, and begins all of a file's before its first test.
  if (!state || !currentConcurrentTestName || concurrentName !== undefined) return
  const unfinished = concurrentTestsOf(state.rootDescribeBlock, state).find(
    ({ duration }) => typeof duration !== 'number',
  )
  if (unfinished) {
    throw new MisuseError(
      `toLeak() cannot run while the concurrent test '${unfinished.name}' of this file is unfinished: Jest 29 begins all concurrent tests before the first test, and what they allocate would be measured with it. Move the concurrent tests above this one, or into another file.`,
    )
  }
}

/** Those that Jest 29 begins with the file. */
function concurrentTestsOf(block: CircusBlock, state: CircusState): readonly CircusTest[] {
  if (block.mode === 'skip') return []
  return block.children.flatMap((child) => {
    if (child.type === 'describeBlock') return concurrentTestsOf(child, state)
    return child.concurrent && isSelected(child, state) ? [child] : []
  })
}

function isSelected(test: CircusTest, { hasFocusedTests, testNamePattern }: CircusState): boolean {
  if (test.mode === 'skip' || test.mode === 'todo') return false
  if (hasFocusedTests && test.mode !== 'only') return false
  return !testNamePattern || testNamePattern.test(fullName(test))
}

function fullName({ name, parent }: CircusTest): string {
  const names = [name]
  // The outermost block stands for the file, and its name is in no test's.
  for (let block = parent; block.parent !== undefined; block = block.parent) {
    names.unshift(block.name)
  }
  return names.join(' ')
}
