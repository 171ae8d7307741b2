import type { Unit } from '../plateau/series.ts'
import type { ProbeName } from '../plateau/verdict.ts'

/** Reads one quantity of this process. `read` must keep nothing alive that it allocates. */
export interface Probe {
  readonly name: ProbeName
  readonly unit: Unit
  read(): number
}
