import type { Class, IfRepeatable, LeakOptions, PassAFunction, ScenarioSteps } from '@plateau/core'

interface LeakMatchers<Received> {
  /**
   * Fails when the scenario's memory or handles grow with its iterations. Enforced even when it is not
   * awaited: the leak then fails the same test.
   */
  toLeak: IfRepeatable<Received, (options?: LeakOptions) => Promise<void>, PassAFunction>
  /**
   * Fails when the object is still held once the test has let go of it and what is pending has run,
   * and says by what. It must be awaited; the test must not hold the object in a variable meanwhile.
   */
  toBeCollected(): Promise<void>
  /** Runs the function once; fails when more instances of the class are alive afterwards than before. */
  toKeepNo(kept: Class): Promise<void>
}

interface StepsWithContext<Context> extends ScenarioSteps<Context> {
  setup(): Context | PromiseLike<Context>
}

type StepsMatchers = LeakMatchers<ScenarioSteps>

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends LeakMatchers<T> {}
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: the parameters must be those of the interface that is merged
    interface Matchers<R, T = {}> extends LeakMatchers<T> {}

    // That of @types/jest. The matchers that it returns have a name there alone.
    interface Expect {
      /** A scenario in steps: what `setup` returns is the context of `run` and `teardown`. */
      // biome-ignore lint/style/useShorthandFunctionType: it is merged with that of @types/jest
      <Context>(
        scenario: StepsWithContext<Context>,
      ): StepsMatchers & { readonly not: StepsMatchers }
    }
  }
}
