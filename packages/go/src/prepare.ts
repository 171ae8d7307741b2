import type { Target } from '@plateau/core'

/**
 * Builds what a target needs before its test's time runs: in `beforeAll`, or in a global set-up. Rejects
 * with `TargetError` where it does not build.
 */
export async function prepare(target: Target): Promise<void> {
  await target.prepare?.()
}

/** Done once; after a failure again, for the program may have been mended since. */
export function memoizedPreparation<Plan>(prepareOnce: () => Promise<Plan>): () => Promise<Plan> {
  let preparing: Promise<Plan> | undefined
  return () => {
    preparing ??= prepareOnce().catch((error: unknown) => {
      preparing = undefined
      throw error
    })
    return preparing
  }
}
