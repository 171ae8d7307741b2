import { BYTE, type Section } from './byte-chunk.ts'
import type { AllocationFrame } from './heap-snapshot.ts'
import type { TakeRows } from './number-section.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'
import type { StringTable } from './string-table.ts'

/** The stacks of tracked allocations: a tree of calls, whose nodes the heap's nodes name. */
export interface AllocationTree extends Section {
  readonly takeFunctions: TakeRows
  stack(traceNodeId: number, strings: StringTable): readonly AllocationFrame[]
}

interface Call {
  readonly functionIndex: number
  readonly parentId: number
}

interface TraceFunction {
  readonly name: number
  readonly scriptName: number
  readonly scriptId: number
  readonly line: number
  readonly column: number
}

export function createAllocationTree(layout: SnapshotLayout): AllocationTree {
  const { traceNode, traceFunction } = layout
  const functions: TraceFunction[] = []
  const calls = new Map<number, Call>()
  // One row for each level of nesting: an array opens where a row has its children.
  const rows: number[][] = []
  let value = 0
  let isInNumber = false

  function endNumber(): void {
    if (!isInNumber) return
    addNumber(value)
    value = 0
    isInNumber = false
  }

  function addNumber(number: number): void {
    const row = rows[rows.length - 1] as number[]
    if (row.length === traceNode.rowLength) row.length = 0
    row.push(number)
    if (row.length === Math.max(traceNode.id, traceNode.function_info_index) + 1) {
      calls.set(row[traceNode.id] as number, {
        functionIndex: row[traceNode.function_info_index] as number,
        parentId: rows[rows.length - 2]?.[traceNode.id] ?? 0,
      })
    }
  }

  function step(byte: number): void {
    const digit = byte ^ 0x30
    if (digit < 10) {
      value = value * 10 + digit
      isInNumber = true
      return
    }
    endNumber()
    if (byte === BYTE.openBracket) rows.push([])
    else if (byte === BYTE.closeBracket) {
      rows.pop()
      rows[rows.length - 1]?.push(0)
    }
  }

  function frame(functionIndex: number, strings: StringTable): AllocationFrame | undefined {
    const found = functions[functionIndex]
    return (
      found && {
        functionName: strings.text(found.name),
        scriptName: strings.text(found.scriptName),
        scriptId: found.scriptId,
        line: found.line,
        column: found.column,
      }
    )
  }

  return {
    takeFunctions(numbers, rowCount) {
      for (let row = 0; row < rowCount; row++) {
        const base = row * traceFunction.rowLength
        functions.push({
          name: numbers[base + traceFunction.name] as number,
          scriptName: numbers[base + traceFunction.script_name] as number,
          scriptId: numbers[base + traceFunction.script_id] as number,
          // In the file they count from 1, and 0 stands for unknown.
          line: (numbers[base + traceFunction.line] as number) - 1,
          column: (numbers[base + traceFunction.column] as number) - 1,
        })
      }
    },
    read(chunk) {
      while (chunk.at < chunk.bytes.length) {
        step(chunk.bytes[chunk.at++] as number)
        if (rows.length === 0) return true
      }
      return false
    },
    stack(traceNodeId, strings) {
      const frames: AllocationFrame[] = []
      let call = calls.get(traceNodeId)
      // The root of the tree has no caller and stands for no function.
      while (call !== undefined && call.parentId !== 0) {
        const found = frame(call.functionIndex, strings)
        if (found) frames.push(found)
        call = calls.get(call.parentId)
      }
      return frames
    },
  }
}
