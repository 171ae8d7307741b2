import type { InspectorSession } from '../engine/inspector-session.ts'
import type { ProfileNode } from '../witness/birth-profile.ts'
import type { ScriptPlace } from './script-directory.ts'

/** A function on the stack of an allocation: where its source starts, not the line that ran. */
export interface Frame extends ScriptPlace {
  readonly functionName: string
  readonly url: string
}

/** What one stack allocated and is still alive, by size of the object in bytes. */
export interface AllocationStack {
  /** Innermost first. */
  readonly frames: readonly Frame[]
  readonly countBySize: ReadonlyMap<number, number>
  readonly objects: number
  readonly bytes: number
}

/** V8's sampling heap profile, which DevTools opens as a `.heapprofile`. */
export interface HeapProfile {
  readonly head: ProfileNode
  readonly samples: {
    readonly size: number
    readonly nodeId: number
    readonly ordinal: number
  }[]
}

/** Deep enough to leave a framework's own frames behind. */
const STACK_DEPTH = 64

/** Records every allocation from now on, with its stack, and forgets what is collected. */
export function startRecordingAllocations(session: InspectorSession): void {
  session.post('HeapProfiler.startSampling', { samplingInterval: 1, stackDepth: STACK_DEPTH })
}

/** Collects all garbage and ends the recording. */
export function stopRecordingAllocations(session: InspectorSession): HeapProfile {
  return session.post<{ profile: HeapProfile }>('HeapProfiler.stopSampling').profile
}

/** The stacks whose allocations are still alive, those with the most bytes first. */
export function survivingStacks({ head, samples }: HeapProfile): readonly AllocationStack[] {
  const frames = framesByNode(head)
  const stacks = new Map<number, Map<number, number>>()
  for (const { nodeId, size } of samples) {
    const sizes = stacks.get(nodeId) ?? new Map<number, number>()
    stacks.set(nodeId, sizes)
    sizes.set(size, (sizes.get(size) ?? 0) + 1)
  }
  return [...stacks]
    .map(([nodeId, countBySize]) => {
      let objects = 0
      let bytes = 0
      for (const [size, count] of countBySize) {
        objects += count
        bytes += size * count
      }
      return { frames: frames.get(nodeId) ?? [], countBySize, objects, bytes }
    })
    .sort((one, other) => other.bytes - one.bytes)
}

/** By node of the profile: the functions from it to the outermost. */
export function framesByNode(head: ProfileNode): ReadonlyMap<number, readonly Frame[]> {
  const found = new Map<number, readonly Frame[]>([[head.id, []]])
  const waiting: ProfileNode[] = [head]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const above = found.get(node.id) ?? []
    for (const child of node.children) {
      found.set(child.id, [frameOf(child), ...above])
      waiting.push(child)
    }
  }
  return found
}

function frameOf({ callFrame }: ProfileNode): Frame {
  const { functionName, scriptId, url, lineNumber, columnNumber } = callFrame
  return { functionName, scriptId: Number(scriptId), url, line: lineNumber, column: columnNumber }
}

/** Equal for two places of one function, or for one line and column. */
export function frameKey({ scriptId, line, column }: ScriptPlace): string {
  return `${scriptId}:${line}:${column}`
}
