import type { ScriptLocation } from './heap-snapshot.ts'
import type { TakeRows } from './number-section.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

/** Where the code behind a node is. */
export interface LocationTable {
  readonly take: TakeRows
  location(node: number): ScriptLocation | undefined
}

export function createLocationTable({ location: field, node }: SnapshotLayout): LocationTable {
  const found = new Map<number, ScriptLocation>()
  return {
    location: (at) => found.get(at),
    take(numbers, rowCount) {
      for (let row = 0; row < rowCount; row++) {
        const base = row * field.rowLength
        found.set((numbers[base + field.object_index] as number) / node.rowLength, {
          scriptId: numbers[base + field.script_id] as number,
          line: numbers[base + field.line] as number,
          column: numbers[base + field.column] as number,
        })
      }
    },
  }
}
