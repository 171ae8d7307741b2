import { edgeNamed, targetNamed } from '../attribution/node-names.ts'
import type { InspectorSession } from '../engine/inspector-session.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { createSnapshotReader } from '../snapshot/read-snapshot.ts'

/** What a snapshot is asked about: found in it by the name of its class. */
class PlateauHeld {
  readonly refs: readonly WeakRef<object>[]
  /** What the test awaits: the functions that wait for it are the test's own. */
  readonly awaited: { readonly promise: Promise<unknown> | undefined }

  constructor(refs: readonly WeakRef<object>[], promise: Promise<unknown> | undefined) {
    this.refs = refs
    this.awaited = { promise }
  }
}

/** One snapshot, and where in it the objects asked about are. */
export interface HeldSnapshot {
  readonly snapshot: HeapSnapshot
  /** The objects that are alive, in their order. */
  readonly nodes: readonly number[]
  /** -1 where nothing is awaited. */
  readonly awaited: number
}

export async function takeHeldSnapshot(
  session: InspectorSession,
  refs: readonly WeakRef<object>[],
  awaited: Promise<unknown> | undefined,
): Promise<HeldSnapshot> {
  const held = new PlateauHeld(refs, awaited)
  const reader = createSnapshotReader()
  session.on<{ chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    reader.write(chunk)
  })
  await session.postLater('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  const snapshot = reader.end()
  const marker = nodeOfMarker(snapshot)
  return {
    snapshot,
    nodes: marker === -1 ? [] : targetsOf(snapshot, targetNamed(snapshot, marker, 'refs')),
    awaited:
      held.awaited.promise === undefined || marker === -1
        ? -1
        : targetNamed(snapshot, targetNamed(snapshot, marker, 'awaited'), 'promise'),
  }
}

function nodeOfMarker(snapshot: HeapSnapshot): number {
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nodeType(node) !== 'object' || snapshot.nodeName(node) !== PlateauHeld.name)
      continue
    if (edgeNamed(snapshot, node, 'awaited') !== -1) return node
  }
  return -1
}

/** What the WeakRefs of an array lead to. */
function targetsOf(snapshot: HeapSnapshot, array: number): readonly number[] {
  const nodes: number[] = []
  for (let edge = snapshot.firstEdge(array); edge < snapshot.firstEdge(array + 1); edge++) {
    if (snapshot.edgeType(edge) !== 'element') continue
    const target = targetNamed(snapshot, snapshot.edgeTarget(edge), 'target')
    if (target !== -1 && snapshot.nodeName(target) !== 'undefined') nodes.push(target)
  }
  return nodes
}
