import type { Culprit } from '../plateau/verdict.ts'
import {
  type AllocationStack,
  type Frame,
  frameKey,
  survivingStacks,
} from './allocation-profile.ts'
import { culpritOf } from './culprit-of.ts'
import { findLeaks } from './leaks.ts'
import type { Retention } from './retention-path.ts'
import { buildRetentionTree } from './retention-tree.ts'
import { listScripts, originOf } from './script-directory.ts'
import type { SourcePositions } from './source-positions.ts'
import { culpritsOfStacks, perIterationStacks } from './stack-culprits.ts'
import type { TrackedRun } from './tracked-run.ts'

/**
 * What a tracked run of any V8 left behind, the most bytes first: for targets that read their heap
 * through the DevTools protocol. Sites are those of functions, for no line was noted.
 */
export function culpritsOf(
  run: TrackedRun & { readonly grownBytes?: number | undefined },
  sources: SourcePositions,
): readonly Culprit[] {
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
  return findLeaks(run, tree, {
    stacks: writtenStacks(run.profile, sources),
    grownHandles: [],
    grownBytes: run.grownBytes,
  }).map((leak) =>
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
  const stacks = perIterationStacks(writtenStacks(profile, sources), iterations)
  return culpritsOfStacks(stacks, { iterations, sources, noted: [] }).filter(
    ({ madeBy }) => madeBy?.part !== 'state',
  )
}

/** What a bundle has of packages is told by the files that it was made of. */
function writtenStacks(
  profile: TrackedRun['profile'],
  sources: SourcePositions,
): readonly AllocationStack[] {
  const urls = new Map<string, string>()

  function urlOf(frame: Frame): string {
    const url = `/${sources.positionOf(frame).file}`
    return originOf(url) === 'package' ? url : frame.url
  }

  return survivingStacks(profile).map((stack) => {
    const frames = stack.frames.map((frame) => {
      const key = frameKey(frame)
      const url = urls.get(key) ?? urlOf(frame)
      urls.set(key, url)
      return { ...frame, url }
    })
    return { ...stack, frames }
  })
}
