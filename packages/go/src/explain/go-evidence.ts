import type { Growth } from '@plateau/core'
import type { CgoCall } from './cgo-calls.ts'
import type { ProjectFiles } from './go-sources.ts'
import type { GrownGoroutines } from './grown-goroutines.ts'
import type { GrownStack } from './grown-stacks.ts'

/** Everything that a second, recorded run of a Go target has told. */
export interface GoEvidence {
  /** Which probes grew, in the run that was judged. */
  readonly growth: readonly Growth[]
  /** Per leg. */
  readonly iterations: number
  readonly stacks: readonly GrownStack[]
  readonly goroutines: readonly GrownGoroutines[]
  /** Descriptors stayed open until the garbage collector closed them. */
  readonly closedByCollector: boolean
  /** What grew is left by one collection and gone after two: `sync.Pool`. */
  readonly pooled: boolean
  /** Of go.mod: `go 1.20`. */
  readonly goLine?: string
  /** What was allocated, kept or not: for descriptors that have no object on the heap. */
  readonly allocated?: readonly GrownStack[]
  /** Lines that take a connection of `database/sql` and do not give it back on every path. */
  readonly takers?: readonly GrownStack[]
  /** Where the project's own sources call C; no profile tells. */
  readonly cgoCalls?: readonly CgoCall[]
  /** How long nothing ran after the last iteration, and what grew stayed. */
  readonly outlivedMs?: number
  readonly project: ProjectFiles
}
