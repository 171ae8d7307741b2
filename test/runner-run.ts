/** One test as a runner's JSON reporter tells it. */
export interface RunnerTest {
  readonly name: string
  readonly status: string
  /** What the failures say, normalised, without their stacks. */
  readonly messages: readonly string[]
  /** The fixture's source line that each failure points at. */
  readonly lines: readonly string[]
}

export interface RunnerRun {
  readonly tests: readonly RunnerTest[]
  /** Normalised. */
  readonly output: string
  readonly exitCode: number | null
}

/** `passed`, or what kind of error each failure is and the fixture's line that it points at. */
export function outcomes({ tests }: RunnerRun): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    tests.map(({ name, status, messages, lines }) => {
      const failures = messages.map((message, at) => `${kindOf(message)} at ${lines[at]}`)
      return [name, failures.length > 1 ? failures : (failures[0] ?? status)]
    }),
  )
}

function kindOf(message: string): string {
  return /^(\w*Error):/.exec(message)?.[1] ?? message
}

export function testNamed({ tests }: RunnerRun, wanted: string): RunnerTest {
  const found = tests.find(({ name }) => name === wanted)
  if (!found) throw new Error(`No test '${wanted}' was reported.`)
  return found
}
