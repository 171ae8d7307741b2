import type { Unit } from '../plateau/series.ts'
import type { ProbeName } from '../plateau/verdict.ts'

/** Reads one quantity of this process. `read` must keep nothing alive that it allocates. */
export interface Probe {
  readonly name: ProbeName
  readonly unit: Unit
  /** Read of the whole process: in a worker thread its neighbours count, too. */
  readonly isProcessWide?: boolean
  /** What is counted ends by a collection, never by waiting for it. */
  readonly isCollected?: boolean
  /** Read beside the other probes, and only where there is a reason. */
  readonly isSeldom?: boolean
  /** So many may come at once without the scenario's doing, as a pool that starts with its first use. */
  readonly stray?: number
  read(): number
}
