import { type Frame, frameKey, framesByNode, type HeapProfile } from './allocation-profile.ts'
import type { ScriptPlace } from './script-directory.ts'

export interface NotedAllocation {
  /** The function whose place it is. */
  readonly frame: Frame
  /** The function that allocated, which that one called. */
  readonly madeIn: Frame
  readonly place: ScriptPlace
  readonly size: number
  readonly count: number
}

/** Where a logpoint lies. */
export interface LogPlace {
  readonly place: ScriptPlace
  /** Of the function that it covers; undefined where it only follows containers. */
  readonly start: ScriptPlace | undefined
}

/** Every surviving allocation with the last place that its innermost covered function had reached: `order` holds all that were. */
export function placeAllocations(
  { head, samples }: HeapProfile,
  order: Int32Array,
  places: readonly LogPlace[],
): readonly NotedAllocation[] {
  const frames = framesByNode(head)
  const inOrder = samples.toSorted((one, other) => one.ordinal - other.ordinal)
  const isMark = (nodeId: number) => frames.get(nodeId)?.[0]?.functionName === 'plateauReached'
  const markSize = commonest(inOrder.filter(({ nodeId }) => isMark(nodeId)).map(({ size }) => size))
  const marks = inOrder.filter(({ nodeId, size }) => isMark(nodeId) && size === markSize)
  if (marks.length !== order.length) return []

  const reached = new Map<string, ScriptPlace>()
  const found = new Map<string, NotedAllocation>()
  let next = 0
  for (const { nodeId, size, ordinal } of inOrder) {
    if (isMark(nodeId)) {
      if (next < marks.length && marks[next]?.ordinal === ordinal) {
        const { place, start } = places[order[next++] as number] ?? {}
        if (place && start) reached.set(frameKey(start), place)
      }
      continue
    }
    const stack = frames.get(nodeId) ?? []
    const frame = stack.find((candidate) => reached.has(frameKey(candidate)))
    const place = frame && reached.get(frameKey(frame))
    const [madeIn] = stack
    if (!frame || !place || !madeIn) continue
    const key = `${frameKey(frame)} ${frameKey(madeIn)} ${place.line}:${place.column} ${size}`
    found.set(key, { frame, madeIn, place, size, count: (found.get(key)?.count ?? 0) + 1 })
  }
  return [...found.values()]
}

function commonest(sizes: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1)
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0]
}
