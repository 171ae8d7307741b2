import { type HeapSnapshot, isStore, typeName } from '@plateau/core/attribution'

/** All objects of one class in a heap. */
export interface HeapClass {
  readonly name: string
  count: number
  /** Of the objects alone. */
  bytes: number
  /** Cut off their document by a page. */
  detached: number
  /** Those that are not in the other snapshot, as far as they are shown. */
  readonly examples: number[]
}

/** More examples than are ever shown. */
const MOST_EXAMPLES = 3

/** By the name of their class; backing stores and the engine's own objects belong to none. */
export function classesOf(
  snapshot: HeapSnapshot,
  isExample: (node: number) => boolean,
): ReadonlyMap<string, HeapClass> {
  const classes = new Map<string, HeapClass>()
  for (let node = 1; node < snapshot.nodeCount; node++) {
    if (isStore(snapshot, node)) continue
    const name = typeName(snapshot, node)
    let found = classes.get(name)
    if (found === undefined) {
      found = { name, count: 0, bytes: 0, detached: 0, examples: [] }
      classes.set(name, found)
    }
    found.count++
    found.bytes += snapshot.selfSize(node)
    if (snapshot.isDetached(node)) found.detached++
    if (found.examples.length < MOST_EXAMPLES && isExample(node)) found.examples.push(node)
  }
  return classes
}

/** The ids of a snapshot, to ask whether an object was there already. */
export function idsOf(snapshot: HeapSnapshot): (id: number) => boolean {
  const ids = new Set<number>()
  for (let node = 0; node < snapshot.nodeCount; node++) ids.add(snapshot.nodeId(node))
  return (id) => ids.has(id)
}
