import { getEventListeners } from 'node:events'
import type { File, Suite, Test } from './runner-types.ts'

export function testsIn(suites: readonly (File | Suite)[]): readonly Test[] {
  return suites.flatMap(({ tasks }) =>
    tasks.flatMap((task) => (task.type === 'suite' ? testsIn([task]) : [task])),
  )
}

/** The names of its suites and its own. */
export function nameOf(test: Test): string {
  return namesOf(test).join(' > ')
}

function namesOf(test: Test): readonly string[] {
  const names = [test.name]
  for (let { suite } = test; suite && suite.name !== ''; suite = suite.suite) {
    // In some versions the file itself is the outermost suite.
    if ('filepath' in suite) break
    names.unshift(suite.name)
  }
  return names
}

/** What failed in the run that has just ended; a test that must fail does not. */
export function failureOf({ result, fails }: Test): Error | undefined {
  // Some versions have begun the next run by now, and left the errors of the last.
  const [first] = result?.errors ?? []
  if (fails || (result?.state !== 'fail' && first === undefined)) return undefined
  return new Error(first?.message?.split('\n', 1)[0] ?? 'it failed')
}

/** The runner adds up what each repetition did. */
export function forgetRun({ result, context }: Test, state: string): void {
  const { signal } = context ?? {}
  // Vitest 4 leaves a listener for each run of the test and of each hook.
  for (const listener of signal ? getEventListeners(signal, 'abort') : []) {
    signal?.removeEventListener('abort', listener as () => void)
  }
  if (!result) return
  result.state = state
  result.errors = undefined
  if (result.attempts) result.attempts.length = 0
}

/** Whether the runner was asked for a test of this name; it skips others, as if they were marked so. */
export function isAskedFor(test: Test, pattern: RegExp | string | undefined): boolean {
  if (!pattern) return true
  return namesOf(test).join(' ').search(pattern) !== -1
}

/** Of a test that was never looped. */
export function whyNotLooped({ mode, type, result }: Test): string {
  if (type !== 'test') return 'is no test, but a benchmark or a task of another kind'
  if (mode === 'todo') return 'is marked as to do'
  if (mode === 'skip') return result?.state === 'skip' ? 'skips itself' : 'is skipped by the suite'
  return 'never ran: a hook before it failed, or the run was cancelled'
}
