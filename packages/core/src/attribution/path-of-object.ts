import type { PathStep } from '../plateau/verdict.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { retentionPath } from './retention-path.ts'
import { buildRetentionTree } from './retention-tree.ts'
import { listScripts } from './script-directory.ts'

/** What holds the object with this id of a snapshot, in the words of the source; empty where it is not in it. */
export function pathOfObject(
  snapshot: HeapSnapshot,
  id: number,
  showFile: (url: string) => string,
): readonly PathStep[] {
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nodeId(node) !== id) continue
    const tree = buildRetentionTree(snapshot)
    return retentionPath({ snapshot, tree, scripts: listScripts(snapshot), showFile }, node)
  }
  return []
}
