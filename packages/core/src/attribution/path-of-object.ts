import type { PathStep } from '../plateau/verdict.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { nodeWithId } from './node-names.ts'
import { retentionPath } from './retention-path.ts'
import { buildRetentionTree } from './retention-tree.ts'
import { listScripts } from './script-directory.ts'
import type { SourcePositions } from './source-positions.ts'

/** What holds the object with this id of a snapshot, in the words of the source; empty where it is not in it. */
export function pathOfObject(
  snapshot: HeapSnapshot,
  id: number,
  { showFile, urlOf }: Pick<SourcePositions, 'showFile' | 'urlOf'>,
): readonly PathStep[] {
  const node = nodeWithId(snapshot, id)
  if (node === -1) return []
  const tree = buildRetentionTree(snapshot)
  return retentionPath({ snapshot, tree, scripts: listScripts(snapshot, urlOf), showFile }, node)
}
