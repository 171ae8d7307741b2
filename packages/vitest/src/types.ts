import type { Class, IfRepeatable, LeakOptions, PassAFunction, ScenarioSteps } from '@plateau/core'
import type { Assertion } from 'vitest'

declare global {
  // Vitest 3, 4 and 5 differ in their own matcher interfaces; all of them extend this one.
  namespace Chai {
    interface Assertion {
      /**
       * Fails when the scenario's memory or handles grow with its iterations. Enforced even when it is
       * not awaited: the leak then fails the same test.
       */
      toLeak<This>(
        this: This & IfRepeatable<ReceivedBy<This>, unknown, PassAFunction>,
        options?: LeakOptions,
      ): Promise<void>
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

declare module 'vitest' {
  interface ExpectStatic {
    /** A scenario in steps: what `setup` returns is the context of `run` and `teardown`. */
    // biome-ignore lint/style/useShorthandFunctionType: it is merged with that of Vitest
    <Context>(scenario: StepsWithContext<Context>, message?: string): Assertion
  }
}

interface StepsWithContext<Context> extends ScenarioSteps<Context> {
  setup(): Context | PromiseLike<Context>
}

/** The type of what `expect` was given, by the assertion that it returned: the last of its parameters. */
type ReceivedBy<This> = unknown extends SecondOf<This> ? FirstOf<This> : SecondOf<This>

// Vitest 3 and 4 name the value first. Vitest 5 names first what a matcher returns, which is nothing.
type FirstOf<This> = This extends Assertion<infer First> ? NotVoid<First> : unknown

// biome-ignore lint/suspicious/noConfusingVoidType: it is what a matcher of Vitest 5 returns
type NotVoid<First> = [First] extends [void] ? unknown : First

// Vitest 3 and 4 have one parameter: there it is unknown, because of the brackets. In one line, for the hint is of the line below it.
// biome-ignore lint/suspicious/noTsIgnore: it is an error there only, and the declaration keeps no other comment
/** @ts-ignore */
type SecondOf<This> = [This] extends [Assertion<infer _, infer Second>] ? Second : unknown
