import { edgeNamed, targetNamed } from '../attribution/node-names.ts'
import type { Retained } from '../plateau/verdict.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import type { Class } from './count-instances.ts'
import { explainNodes } from './explain-held.ts'

/** So many instances are asked what holds them; those held alike are told once. */
const MOST_ASKED = 200

/** What holds the instances that are alive, each kind of path once. */
export async function explainInstances(kept: Class): Promise<readonly Retained[]> {
  const held = await explainNodes({
    refs: [new WeakRef(kept.prototype as object)],
    awaited: undefined,
    choose: (snapshot, [prototype = -1]) => instancesOf(snapshot, prototype),
  })
  const told = new Map<string, Retained>()
  for (const one of held) {
    if (one.kind === 'retained' && !told.has(one.fingerprint)) told.set(one.fingerprint, one)
  }
  return [...told.values()]
}

/** The objects that have it on their chain of prototypes, other prototypes excluded. */
function instancesOf(snapshot: HeapSnapshot, prototype: number): readonly number[] {
  const found: number[] = []
  for (let node = 0; node < snapshot.nodeCount && found.length < MOST_ASKED; node++) {
    if (snapshot.nodeType(node) !== 'object' || node === prototype) continue
    if (edgeNamed(snapshot, node, 'constructor') !== -1) continue
    let at = targetNamed(snapshot, node, '__proto__')
    for (let depth = 0; at > 0 && at !== prototype && depth < LONGEST_CHAIN; depth++) {
      at = targetNamed(snapshot, at, '__proto__')
    }
    if (at === prototype) found.push(node)
  }
  return found
}

/** Of classes; a proxy may have a chain without an end. */
const LONGEST_CHAIN = 20
