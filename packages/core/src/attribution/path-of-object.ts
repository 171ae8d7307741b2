import type { PathStep } from '../plateau/verdict.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { nodeWithId } from './node-names.ts'
import { retentionPath } from './retention-path.ts'
import { buildRetentionTree } from './retention-tree.ts'
import { listScripts } from './script-directory.ts'
import type { SourcePositions } from './source-positions.ts'

type Names = Pick<SourcePositions, 'showFile' | 'urlOf'>

/** What holds the object with this id of a snapshot, in the words of the source; empty where it is not in it. */
export function pathOfObject(
  snapshot: HeapSnapshot,
  id: number,
  names: Names,
): readonly PathStep[] {
  const node = nodeWithId(snapshot, id)
  return node === -1 ? [] : pathFinder(snapshot, names)(node)
}

/** For many nodes of one snapshot: the ways from the roots are laid once. */
export function pathFinder(
  snapshot: HeapSnapshot,
  { showFile, urlOf }: Names,
): (node: number) => readonly PathStep[] {
  const tree = buildRetentionTree(snapshot)
  const scripts = listScripts(snapshot, urlOf)
  return (node) => retentionPath({ snapshot, tree, scripts, showFile }, node)
}
