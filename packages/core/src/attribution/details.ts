import type { InspectorSession } from '../engine/inspector-session.ts'
import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import { isContext, targetNamed, typeName } from './node-names.ts'
import type { Phases } from './phases.ts'

/** What else a person would want to know of a leaked object, a sentence part each. */
export function describeLeaked(
  snapshot: HeapSnapshot,
  node: number,
  { baseId }: Phases,
): readonly string[] {
  switch (snapshot.nodeType(node)) {
    case 'closure':
      return heaviestVariable(snapshot, node, baseId)
    case 'sliced string': {
      const parent = targetNamed(snapshot, node, 'parent')
      if (parent === -1) return []
      return [`each slice keeps its parent string of ${snapshot.selfSize(parent)} bytes`]
    }
    default:
      return []
  }
}

/** A captured variable is worth a word when it weighs more than the closure itself. */
const HEAVY_BYTES = 128

/** Enough to weigh what one iteration leaves behind. */
const MOST_NODES = 2000

function heaviestVariable(
  snapshot: HeapSnapshot,
  closure: number,
  baseId: number,
): readonly string[] {
  const context = targetNamed(snapshot, closure, 'context')
  if (context === -1) return []
  let heaviest: { readonly name: string; readonly node: number; readonly bytes: number } | undefined
  const end = snapshot.firstEdge(context + 1)
  for (let edge = snapshot.firstEdge(context); edge < end; edge++) {
    const node = snapshot.edgeTarget(edge)
    if (snapshot.edgeType(edge) !== 'context' || isContext(snapshot, node)) continue
    if (node === closure) continue
    const bytes = weigh(snapshot, node, baseId)
    if (bytes <= (heaviest?.bytes ?? HEAVY_BYTES)) continue
    heaviest = { name: String(snapshot.edgeName(edge)), node, bytes }
  }
  if (heaviest === undefined) return []
  const { name, node, bytes } = heaviest
  return [`each closure keeps ${name} (${typeName(snapshot, node)}, ${bytes} bytes)`]
}

/** Bytes of the new objects that a node leads to. */
function weigh(snapshot: HeapSnapshot, node: number, baseId: number): number {
  const seen = new Set<number>()
  const waiting = [node]
  let bytes = 0
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at) || seen.size >= MOST_NODES || snapshot.nodeId(at) <= baseId) continue
    if (isContext(snapshot, at)) continue
    seen.add(at)
    bytes += snapshot.selfSize(at)
    const end = snapshot.firstEdge(at + 1)
    for (let edge = snapshot.firstEdge(at); edge < end; edge++) {
      if (snapshot.isStrong(edge)) waiting.push(snapshot.edgeTarget(edge))
    }
  }
  return bytes
}

/** When a timer that holds something is due, read from the live object; nothing where it cannot be told. */
export function describeTimer(session: InspectorSession, objectId: string): readonly string[] {
  const { result } = session.post<{ result: { value?: TimerState } }>('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: READ_TIMER,
    returnByValue: true,
  })
  const timer = result.value
  if (timer === undefined || typeof timer.afterMs !== 'number' || timer.afterMs < 0) return []
  const seconds = `${Number((timer.afterMs / 1000).toPrecision(2))} s`
  const ref = timer.isRef === false ? "unref'd " : ''
  if (timer.repeats) {
    return [`each is an ${ref}interval of ${seconds} that was not cleared`]
  }
  return [
    `each is held until its ${ref}timer of ${seconds} is due`,
    `if that is meant, no more are kept than start within ${seconds}: have the test use a shorter delay, or accept it as known`,
  ]
}

interface TimerState {
  readonly afterMs?: number
  readonly repeats?: boolean
  readonly isRef?: boolean
}

const READ_TIMER = `function () {
  return {
    afterMs: this._idleTimeout,
    repeats: this._repeat !== null && this._repeat !== undefined,
    isRef: typeof this.hasRef === 'function' ? this.hasRef() : undefined,
  }
}`
