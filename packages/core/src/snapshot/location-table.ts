import type { ScriptLocation } from './heap-snapshot.ts'
import type { TakeRows } from './number-section.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

/** Where the code behind a node is. */
export interface LocationTable {
  readonly take: TakeRows
  location(node: number): ScriptLocation | undefined
}

/** Node, script, line, column. */
const ROW = 4

export function createLocationTable({
  location: field,
  node,
  nodeCount,
}: SnapshotLayout): LocationTable {
  // A heap full of instances of classes has nearly as many of them as nodes.
  let rows = new Int32Array(1024 * ROW)
  let count = 0
  let rowOfNode: Uint32Array | undefined

  function grow(rowCount: number): void {
    if ((count + rowCount) * ROW <= rows.length) return
    const longer = new Int32Array(Math.max(2 * rows.length, (count + rowCount) * ROW))
    longer.set(rows)
    rows = longer
  }

  /** By node: its row counted from 1, and 0 where it has none. */
  function index(): Uint32Array {
    const found = new Uint32Array(nodeCount)
    for (let row = 0; row < count; row++) found[rows[row * ROW] as number] = row + 1
    return found
  }

  return {
    take(numbers, rowCount, byteOffset) {
      grow(rowCount)
      for (let row = 0; row < rowCount; row++) {
        const from = row * field.rowLength
        const to = (count + row) * ROW
        const at = (numbers[from + field.object_index] as number) / node.rowLength
        if (at < 0 || at >= nodeCount || Math.trunc(at) !== at) {
          throw new SnapshotFormatError({
            problem: `location ${count + row} is of no node`,
            byteOffset,
          })
        }
        rows[to] = at
        rows[to + 1] = numbers[from + field.script_id] as number
        rows[to + 2] = numbers[from + field.line] as number
        rows[to + 3] = numbers[from + field.column] as number
      }
      count += rowCount
    },
    location(at) {
      rowOfNode ??= index()
      const row = rowOfNode[at]
      if (!row) return undefined
      const from = (row - 1) * ROW
      return {
        scriptId: rows[from + 1] as number,
        line: rows[from + 2] as number,
        column: rows[from + 3] as number,
      }
    },
  }
}
