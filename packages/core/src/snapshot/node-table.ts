import type { TakeRows } from './number-section.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

/** The nodes, one array for each field. */
export interface NodeTable {
  readonly types: Uint8Array
  readonly names: Uint32Array
  readonly ids: Uint32Array
  /** `HUGE` for one that 32 bits cannot hold: it is in `hugeSizes`. */
  readonly selfSizes: Uint32Array
  readonly hugeSizes: ReadonlyMap<number, number>
  /** One longer than the nodes: the last is the number of edges that the nodes claim. */
  readonly firstEdges: Uint32Array
  /** Empty when allocations were not tracked. */
  readonly traceNodeIds: Uint32Array
  /** Empty when the engine wrote none. */
  readonly detachedness: Uint8Array
  readonly take: TakeRows
  count(): number
  largestName(): number
}

/** Only a buffer of 4 GB is so large. */
export const HUGE: number = 2 ** 32 - 1

export function createNodeTable(layout: SnapshotLayout): NodeTable {
  const { node: field, nodeCount, nodeTypes } = layout
  const hasTraces = layout.isTracked && field.trace_node_id >= 0
  const types = new Uint8Array(nodeCount)
  const names = new Uint32Array(nodeCount)
  const ids = new Uint32Array(nodeCount)
  const selfSizes = new Uint32Array(nodeCount)
  const hugeSizes = new Map<number, number>()
  const firstEdges = new Uint32Array(nodeCount + 1)
  const traceNodeIds = new Uint32Array(hasTraces ? nodeCount : 0)
  const detachedness = new Uint8Array(field.detachedness < 0 ? 0 : nodeCount)
  let count = 0
  let edges = 0
  let largestName = 0

  return {
    ...{ types, names, ids, selfSizes, hugeSizes, firstEdges, traceNodeIds, detachedness },
    count: () => count,
    largestName: () => largestName,
    take(numbers, rowCount, byteOffset) {
      if (count + rowCount > nodeCount) {
        throw new SnapshotFormatError({
          problem: `"nodes" holds more than the ${nodeCount} nodes that node_count announces`,
          byteOffset,
        })
      }
      for (let row = 0; row < rowCount; row++) {
        const from = row * field.rowLength
        const node = count + row
        const type = numbers[from + field.type] as number
        const name = numbers[from + field.name] as number
        const id = numbers[from + field.id] as number
        const size = numbers[from + field.self_size] as number
        if (type >= nodeTypes.length || id > HUGE) {
          throw new SnapshotFormatError({
            problem: `node ${node} has the type ${type} and the id ${id}, which V8 does not write`,
            byteOffset,
          })
        }
        types[node] = type
        names[node] = name
        if (name > largestName) largestName = name
        ids[node] = id
        if (size >= HUGE) hugeSizes.set(node, size)
        selfSizes[node] = Math.min(size, HUGE)
        edges += numbers[from + field.edge_count] as number
        firstEdges[node + 1] = edges
        if (hasTraces) traceNodeIds[node] = numbers[from + field.trace_node_id] as number
        if (field.detachedness >= 0)
          detachedness[node] = numbers[from + field.detachedness] as number
      }
      count += rowCount
    },
  }
}
