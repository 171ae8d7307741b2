import type { Culprit } from '../plateau/verdict.ts'
import { survivingStacks } from './allocation-profile.ts'
import { culpritOf } from './culprit-of.ts'
import { findLeaks } from './leaks.ts'
import type { Retention } from './retention-path.ts'
import { buildRetentionTree } from './retention-tree.ts'
import { listScripts } from './script-directory.ts'
import type { SourcePositions } from './source-positions.ts'
import { culpritsOfStacks, perIterationStacks } from './stack-culprits.ts'
import type { TrackedRun } from './tracked-run.ts'

/**
 * What a tracked run of any V8 left behind, the most bytes first: for targets that read their heap
 * through the DevTools protocol. Sites are those of functions, for no line was noted.
 */
export function culpritsOf(run: TrackedRun, sources: SourcePositions): readonly Culprit[] {
  const { snapshot, phases } = run
  const tree = buildRetentionTree(snapshot)
  const { showFile } = sources
  const retention: Retention = {
    snapshot,
    tree,
    scripts: listScripts(snapshot, sources.urlOf),
    showFile,
    fileAt: (place) => sources.positionOf(place).file,
  }
  return findLeaks(run, tree, { stacks: survivingStacks(run.profile), grownHandles: [] }).map(
    (leak) =>
      culpritOf(
        leak,
        { retention, phases, sources, noted: undefined },
        { addedAt: undefined, details: [] },
      ),
  )
}

/**
 * The same where there was no time for a snapshot: by the functions that allocate what survives, for what holds it is not known. What
 * the runner's own messages leave in a page is nobody's leak.
 */
export function culpritsOfProfile(
  { profile, iterations }: Pick<TrackedRun, 'profile' | 'iterations'>,
  sources: SourcePositions,
): readonly Culprit[] {
  const stacks = perIterationStacks(survivingStacks(profile), iterations)
  return culpritsOfStacks(stacks, { iterations, sources, noted: [] }).filter(
    ({ madeBy }) => madeBy?.part !== 'state',
  )
}
