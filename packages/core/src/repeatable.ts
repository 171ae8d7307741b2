import type { Scenario } from './scenario.ts'
import type { Target } from './target/target.ts'

/**
 * `Yes` for the type of a scenario or a target, and where nothing is known of the type; `No` for any other value, such as
 * what the code under test returns: it cannot be repeated.
 */
export type IfRepeatable<Received, Yes, No> = 0 extends 1 & Received
  ? Yes
  : unknown extends Received
    ? Yes
    : [Received] extends [Scenario | Target]
      ? Yes
      : No

/** What a compiler shows where `toLeak` is asked of a value. */
export type PassAFunction =
  'toLeak() repeats a function: expect(() => work()).not.toLeak(). A value or a promise cannot be repeated.'
