import type { Retained } from '../plateau/verdict.ts'
import { describePath, line } from './describe-culprit.ts'
import { remedyOf } from './remedy.ts'

interface Expectation {
  readonly type?: string
  /** What was expected of it and what was found, as the rest of a sentence. */
  readonly expected: string
  readonly waitedFor: string
}

/** The message of a failed `toBeCollected`, `collected` or `toKeepNo`. */
export function describeRetained(
  retained: readonly Retained[],
  { waitedFor, expected, type = retained[0]?.type ?? 'the object' }: Expectation,
): string {
  const [first] = retained
  return [
    `expected ${type} ${expected}`,
    ...retained.flatMap(linesOf),
    line('waited for', waitedFor),
    ...(first ? [`  ${remedyOf(first)}`] : []),
  ].join('\n')
}

function linesOf({ path, storedAt, details, fingerprint }: Retained): readonly string[] {
  return [
    ...(path.length > 0 ? [line('retained by', describePath(path))] : []),
    ...storedAt.map(({ file, line: row, column }) => line('stored at', `${file}:${row}:${column}`)),
    ...details.map((detail) => line('', detail)),
    line('fingerprint', fingerprint),
  ]
}

/** The refusal of an object that only the test's own variable holds. */
export function heldByTestAlone({
  type,
  variable,
}: {
  readonly type: string
  readonly variable: string | undefined
}): string {
  const named = variable === undefined ? 'a variable of its own' : `its variable '${variable}'`
  const name = variable ?? 'thing'
  return `The test itself still holds the ${type}, in ${named}, and nothing else does. Let go of it first: make it in a function, await collected(() => makeIt()), or declare it with let and write: const gone = expect(${name}).toBeCollected(); ${name} = undefined; await gone.`
}
