/** Objects allocated in one phase of a re-run and still alive long after it. */
export interface SurvivorPhase {
  readonly iterations: number
  readonly objects: number
  readonly bytes: number
}

/** Two phases of a re-run, the second twice as long: what the harness keeps is constant, a leak scales. */
export interface Survivors {
  readonly first: SurvivorPhase
  readonly second: SurvivorPhase
}

/** A container that gained entries over equal batches. */
export interface GrownStore {
  readonly container: string
  /** Entries gained, by batch. */
  readonly gains: readonly number[]
  readonly iterationsPerBatch: number
  /** Entries after the last batch; undefined where only gains were counted. */
  readonly entries?: number
}
