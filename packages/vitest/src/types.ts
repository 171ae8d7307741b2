import type { Class, LeakOptions } from '@plateau/core'

declare global {
  // Vitest 3, 4 and 5 differ in their own matcher interfaces; all of them extend this one.
  namespace Chai {
    interface Assertion {
      /**
       * Fails when the scenario's memory or handles grow with its iterations. Enforced even when it is
       * not awaited: the leak then fails the same test.
       */
      toLeak(options?: LeakOptions): Promise<void>
      /**
       * Fails when the object is still held once the test has let go of it and what is pending has run,
       * and says by what. It must be awaited; the test must not hold the object in a variable meanwhile.
       */
      toBeCollected(): Promise<void>
      /** Runs the function once; fails when more instances of the class are alive afterwards than before. */
      toKeepNo(kept: Class): Promise<void>
    }
  }
}
