import { TargetError } from '@plateau/core'

/** Calls one of the user's callbacks; what it fails with is told with its name, and where in the check it was. */
export async function callStep<Result>(
  name: string,
  when: string,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof TargetError) throw error
    const said = error instanceof Error ? error.message : String(error)
    throw new TargetError(`${name} failed ${when}: ${said}`, { cause: error })
  }
}
