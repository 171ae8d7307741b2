import type { TakeRows } from './number-section.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

/** The edges, one array for each field. */
export interface EdgeTable {
  /** The type's index, plus `STRONG` once strong edges are marked: one array less to load. */
  readonly types: Uint8Array
  readonly names: Uint32Array
  readonly targets: Uint32Array
  /** By type's index: whether the names of such edges are numbers. */
  readonly isNumbered: readonly boolean[]
  readonly take: TakeRows
  count(): number
  largestName(): number
}

export const STRONG = 0x80

export function createEdgeTable(layout: SnapshotLayout): EdgeTable {
  const { edge: field, edgeCount, edgeTypes, nodeCount } = layout
  const nodeLength = layout.node.rowLength
  const types = new Uint8Array(edgeCount)
  const names = new Uint32Array(edgeCount)
  const targets = new Uint32Array(edgeCount)
  const isNumbered = edgeTypes.map((type) => type === 'element' || type === 'hidden')
  let count = 0
  let largestName = 0

  return {
    ...{ types, names, targets, isNumbered },
    count: () => count,
    largestName: () => largestName,
    take(numbers, rowCount, byteOffset) {
      if (count + rowCount > edgeCount) {
        throw new SnapshotFormatError({
          problem: `"edges" holds more than the ${edgeCount} edges that edge_count announces`,
          byteOffset,
        })
      }
      for (let row = 0; row < rowCount; row++) {
        const from = row * field.rowLength
        const edge = count + row
        const type = numbers[from + field.type] as number
        const name = numbers[from + field.name_or_index] as number
        const target = (numbers[from + field.to_node] as number) / nodeLength
        if (type >= edgeTypes.length || target >= nodeCount || Math.trunc(target) !== target) {
          throw new SnapshotFormatError({
            problem: `edge ${edge} is of no known type or leads to no node`,
            byteOffset,
          })
        }
        types[edge] = type
        names[edge] = name
        if (name > largestName && !isNumbered[type]) largestName = name
        targets[edge] = target
      }
      count += rowCount
    },
  }
}
