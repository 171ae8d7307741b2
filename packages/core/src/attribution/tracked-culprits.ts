import type { Culprit } from '../plateau/verdict.ts'
import { survivingStacks } from './allocation-profile.ts'
import { culpritOf } from './culprit-of.ts'
import { findLeaks } from './leaks.ts'
import { buildRetentionTree } from './retention-tree.ts'
import { listScripts } from './script-directory.ts'
import type { SourcePositions } from './source-positions.ts'
import type { TrackedRun } from './tracked-run.ts'

/**
 * What a tracked run of any V8 left behind, the most bytes first: for targets that read their heap
 * through the DevTools protocol. Sites are those of functions, for no line was noted.
 */
export function culpritsOf(run: TrackedRun, sources: SourcePositions): readonly Culprit[] {
  const { snapshot, phases } = run
  const tree = buildRetentionTree(snapshot)
  const { showFile } = sources
  const retention = { snapshot, tree, scripts: listScripts(snapshot, sources.urlOf), showFile }
  return findLeaks(run, tree, { stacks: survivingStacks(run.profile), grownHandles: [] }).map(
    (leak) =>
      culpritOf(
        leak,
        { retention, phases, sources, noted: undefined },
        { addedAt: undefined, details: [] },
      ),
  )
}
