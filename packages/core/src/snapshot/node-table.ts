import type { TakeRows } from './number-section.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

/** The nodes, one array for each field. */
export interface NodeTable {
  readonly types: Uint8Array
  readonly names: Uint32Array
  readonly ids: Uint32Array
  readonly selfSizes: Uint32Array
  /** Self sizes that 32 bits cannot hold, by node; these have `HUGE` in `selfSizes`. */
  readonly hugeSizes: ReadonlyMap<number, number>
  /** One longer than the nodes: the last is the number of edges that the nodes claim. */
  readonly firstEdges: Uint32Array
  /** Empty when allocations were not tracked. */
  readonly traceNodeIds: Uint32Array
  readonly detachedness: Uint8Array
  readonly take: TakeRows
  taken(): number
}

/** A buffer of 4 GB or more, the only thing that is so large. */
export const HUGE: number = 2 ** 32 - 1

export function createNodeTable({ node: field, nodeCount }: SnapshotLayout): NodeTable {
  const types = new Uint8Array(nodeCount)
  const names = new Uint32Array(nodeCount)
  const ids = new Uint32Array(nodeCount)
  const selfSizes = new Uint32Array(nodeCount)
  const hugeSizes = new Map<number, number>()
  const firstEdges = new Uint32Array(nodeCount + 1)
  const traceNodeIds = new Uint32Array(field.trace_node_id < 0 ? 0 : nodeCount)
  const detachedness = new Uint8Array(field.detachedness < 0 ? 0 : nodeCount)
  let taken = 0
  let edges = 0

  return {
    types,
    names,
    ids,
    selfSizes,
    hugeSizes,
    firstEdges,
    traceNodeIds,
    detachedness,
    taken: () => taken,
    take(numbers, rowCount) {
      if (taken + rowCount > nodeCount) {
        throw new SnapshotFormatError({
          problem: `"nodes" holds more than the ${nodeCount} nodes that node_count announces`,
        })
      }
      for (let row = 0; row < rowCount; row++) {
        const base = row * field.rowLength
        const node = taken + row
        types[node] = numbers[base + field.type] as number
        names[node] = numbers[base + field.name] as number
        ids[node] = numbers[base + field.id] as number
        const size = numbers[base + field.self_size] as number
        if (size >= HUGE) hugeSizes.set(node, size)
        selfSizes[node] = Math.min(size, HUGE)
        edges += numbers[base + field.edge_count] as number
        firstEdges[node + 1] = edges
        if (field.trace_node_id >= 0)
          traceNodeIds[node] = numbers[base + field.trace_node_id] as number
        if (field.detachedness >= 0)
          detachedness[node] = numbers[base + field.detachedness] as number
      }
      taken += rowCount
    },
  }
}
