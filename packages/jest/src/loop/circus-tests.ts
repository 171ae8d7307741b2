import type { CircusState, CircusTest } from '../circus-state.ts'

/** The names of its blocks and its own, as Jest shows them. */
export function fullName({ name, parent }: CircusTest): string {
  const names = [name]
  // The outermost block stands for the file, and its name is in no test's.
  for (let block = parent; block.parent !== undefined; block = block.parent) {
    names.unshift(block.name)
  }
  return names.join(' ')
}

/** What failed in the run that has just ended. */
export function failureOf({ errors }: CircusTest): Error | undefined {
  if (errors.length === 0) return undefined
  const [first] = errors
  const error: unknown = Array.isArray(first) ? (first[0] ?? first[1]) : first
  const message = String((error as { message?: unknown } | null)?.message ?? error)
  return new Error(message.split('\n', 1)[0])
}

/** Whether Jest was asked for a test of this name; it skips others, as if they were marked so. */
export function isAskedFor(test: CircusTest, state: CircusState | undefined): boolean {
  return state?.testNamePattern?.test(fullName(test)) ?? true
}

/** Of a test that the suite itself does not run, or not alone. */
export function whyNotRun(test: CircusTest, state: CircusState | undefined): string | undefined {
  const { mode, concurrent } = test
  if (mode === 'todo') return 'is marked as to do'
  if (concurrent) return 'is concurrent: what its neighbours allocate would be measured with it'
  const isLeftOut =
    mode === 'skip' || isSkipped(test) || (state?.hasFocusedTests === true && mode !== 'only')
  return isLeftOut ? 'is skipped by the suite' : undefined
}

function isSkipped({ parent }: CircusTest): boolean {
  for (let block: typeof parent | undefined = parent; block; block = block.parent) {
    if (block.mode === 'skip') return true
  }
  return false
}
