import { TargetError, type WaitedFor } from '@plateau/core'

/** Calls the user's callbacks, and knows which has not returned. */
export interface StepWatch {
  /** What it fails with is told with its name, and where in the check it was; `step` is how it is told where it hangs. */
  call<Result>(
    told: { readonly name: string; readonly when: string; readonly step?: string },
    run: () => Result | Promise<Result>,
  ): Promise<Result>
  waitsFor(): WaitedFor | undefined
}

export function createStepWatch(): StepWatch {
  let waited: { readonly step: string; readonly sinceMs: number } | undefined
  return {
    async call({ name, when, step = name }, run) {
      waited = { step, sinceMs: performance.now() }
      try {
        const result = await run()
        waited = undefined
        return result
      } catch (error) {
        waited = undefined
        if (error instanceof TargetError) throw error
        const said = error instanceof Error ? error.message : String(error)
        throw new TargetError(`${name} failed ${when}: ${said}`, { cause: error })
      }
    },
    waitsFor: () => waited && { step: waited.step, ms: performance.now() - waited.sinceMs },
  }
}
