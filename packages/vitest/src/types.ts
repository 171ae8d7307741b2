import type { LeakOptions } from '@plateau/core'

declare global {
  // Vitest 3, 4 and 5 differ in their own matcher interfaces; all of them extend this one.
  namespace Chai {
    interface Assertion {
      /**
       * Fails when the scenario's memory or handles grow with its iterations. Enforced even when it is
       * not awaited: the leak then fails the same test.
       */
      toLeak(options?: LeakOptions): Promise<void>
    }
  }
}
