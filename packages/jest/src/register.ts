import { afterEach, expect } from '@jest/globals'
import { MisuseError } from '@plateau/core'
import { circusState } from './circus-state.ts'
import { settleTracked, toBeCollected, toKeepNo } from './objects.ts'
import { settleUnawaited } from './pending-checks.ts'
import { forgetRepeatedMessages, tellLeftOut } from './repeated-messages.ts'
import { toLeak } from './to-leak.ts'

/** Milliseconds that a check which was not awaited may take after its test's own body has ended. */
const UNAWAITED_LIMIT_MS = 10 * 60_000

/** Registers the matcher, and the hook that fails a test for a check that it did not await. */
export function register(): void {
  if (typeof afterEach !== 'function' || typeof expect?.extend !== 'function') {
    throw new MisuseError(
      "@plateau/jest was loaded before Jest's test framework: name it in setupFilesAfterEnv, not in setupFiles, or import it at the top of the test file.",
    )
  }
  // Loaded before, and again after `jest.resetModules()` or as the other module format.
  if (typeof (expect(undefined) as { toLeak?: unknown }).toLeak === 'function') return
  if (circusState()?.currentlyRunningTest) {
    throw new MisuseError(
      '@plateau/jest was loaded inside a test, where it can register no hook: name it in setupFilesAfterEnv, or import it at the top of the test file.',
    )
  }
  afterEach(settleUnawaited, UNAWAITED_LIMIT_MS)
  afterEach(settleTracked)
  afterEach(tellLeftOut)
  forgetRepeatedMessages()
  expect.extend({ toLeak, toBeCollected, toKeepNo } as unknown as Parameters<
    typeof expect.extend
  >[0])
}
