import { BYTE, type Section } from './byte-chunk.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

/** One call in the tree of all calls that allocated something. */
export interface AllocatingCall {
  /** Which of the functions of the file was called. */
  readonly functionIndex: number
  /** Undefined for the root of the tree, which stands for no call. */
  readonly callerId: number | undefined
}

/** The tree of calls, by the ids that the nodes of the heap name. */
export interface AllocationTree extends Section {
  call(traceNodeId: number): AllocatingCall | undefined
}

/** The file nests it: the last field of a row is an array with the rows of the callees. */
export function createAllocationTree({ traceNode }: SnapshotLayout): AllocationTree {
  const calls = new Map<number, AllocatingCall>()
  // The row that is being read, at every level of nesting.
  const rows: number[][] = []
  const named = Math.max(traceNode.id, traceNode.function_info_index) + 1
  let value = 0
  let isInNumber = false

  function addField(field: number): void {
    const row = rows[rows.length - 1]
    if (!row) return
    if (row.length === traceNode.rowLength) row.length = 0
    row.push(field)
    if (row.length !== named) return
    const id = row[traceNode.id] as number
    if (calls.has(id)) throw wrong(`has node ${id} twice`)
    calls.set(id, {
      functionIndex: row[traceNode.function_info_index] as number,
      callerId: rows[rows.length - 2]?.[traceNode.id],
    })
  }

  function step(byte: number): void {
    const digit = byte ^ 0x30
    if (digit < 10) {
      value = value * 10 + digit
      isInNumber = true
      return
    }
    if (isInNumber) addField(value)
    value = 0
    isInNumber = false
    if (byte === BYTE.openBracket) rows.push([])
    else if (byte === BYTE.closeBracket) {
      rows.pop()
      // The array itself is a field, too.
      addField(0)
    } else if (rows.length === 0 || (byte !== BYTE.comma && byte > BYTE.space)) {
      throw wrong(`holds ${JSON.stringify(String.fromCharCode(byte))} where it may not be`)
    }
  }

  return {
    call: (traceNodeId) => calls.get(traceNodeId),
    read(chunk) {
      while (chunk.at < chunk.bytes.length) {
        step(chunk.bytes[chunk.at++] as number)
        if (rows.length === 0) return true
      }
      return false
    },
  }
}

function wrong(what: string): SnapshotFormatError {
  return new SnapshotFormatError({ problem: `"trace_tree" ${what}` })
}
