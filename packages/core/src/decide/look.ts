/** Objects alive that one place allocated, by the group of batches in which they were born. */
export interface BirthRow {
  /** Stays the same from look to look of one check. */
  readonly key: string
  /** Functions, innermost first: what is told of the row. */
  readonly place: readonly string[]
  /** Whether it counts all that was allocated below a place of the stack, and not one function alone. */
  readonly isBelow: boolean
  /** Alive objects by group, oldest first. */
  readonly births: readonly number[]
  /** Their bytes by group. */
  readonly bytes: readonly number[]
}

/** What was alive at one moment, of all that was allocated since recording began. */
export interface Look {
  /** Iterations of each group of batches, oldest first. */
  readonly iterations: readonly number[]
  readonly rows: readonly BirthRow[]
  /** Bytes of the largest single object alive, by group. In the youngest, one is alive of what every iteration makes anew. */
  readonly largest: readonly number[]
}
