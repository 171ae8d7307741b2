import type { TakeRows } from './number-section.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

/** The edges, one array for each field. */
export interface EdgeTable {
  /** The type's index, and `STRONG` once strong edges are marked: one array less to load. */
  readonly types: Uint8Array
  readonly names: Uint32Array
  readonly targets: Uint32Array
  readonly take: TakeRows
  taken(): number
}

export const STRONG = 0x80

export function createEdgeTable(layout: SnapshotLayout): EdgeTable {
  const { edge: field, edgeCount, nodeCount } = layout
  const nodeLength = layout.node.rowLength
  const types = new Uint8Array(edgeCount)
  const names = new Uint32Array(edgeCount)
  const targets = new Uint32Array(edgeCount)
  let taken = 0

  return {
    types,
    names,
    targets,
    taken: () => taken,
    take(numbers, rowCount) {
      if (taken + rowCount > edgeCount) {
        throw new SnapshotFormatError({
          problem: `"edges" holds more than the ${edgeCount} edges that edge_count announces`,
        })
      }
      for (let row = 0; row < rowCount; row++) {
        const base = row * field.rowLength
        const edge = taken + row
        types[edge] = numbers[base + field.type] as number
        names[edge] = numbers[base + field.name_or_index] as number
        const target = (numbers[base + field.to_node] as number) / nodeLength
        if (target >= nodeCount || Math.trunc(target) !== target) {
          throw new SnapshotFormatError({ problem: `edge ${edge} leads to no node` })
        }
        targets[edge] = target
      }
      taken += rowCount
    },
  }
}
