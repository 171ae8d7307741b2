import type { LeakOptions } from '@plateau/core'

interface LeakMatchers {
  /**
   * Fails when the scenario's memory or handles grow with its iterations. Enforced even when it is not
   * awaited: the leak then fails the same test.
   */
  toLeak(options?: LeakOptions): Promise<void>
}

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends LeakMatchers {}
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: the parameters must be those of the interface that is merged
    interface Matchers<R, T = {}> extends LeakMatchers {}
  }
}
