import type { TakeRows } from './number-section.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

/** A function that allocated something; names are indexes of strings. */
export interface AllocatingFunction {
  readonly name: number
  readonly scriptName: number
  readonly scriptId: number
  /** From 0, and -1 where V8 knows none. */
  readonly line: number
  readonly column: number
}

export interface AllocationFunctions {
  readonly take: TakeRows
  at(index: number): AllocatingFunction | undefined
  largestName(): number
}

export function createAllocationFunctions({
  traceFunction: field,
}: SnapshotLayout): AllocationFunctions {
  const functions: AllocatingFunction[] = []
  let largestName = 0
  return {
    at: (index) => functions[index],
    largestName: () => largestName,
    take(numbers, rowCount) {
      for (let row = 0; row < rowCount; row++) {
        const from = row * field.rowLength
        const name = numbers[from + field.name] as number
        const scriptName = numbers[from + field.script_name] as number
        largestName = Math.max(largestName, name, scriptName)
        functions.push({
          name,
          scriptName,
          scriptId: numbers[from + field.script_id] as number,
          line: position(numbers[from + field.line] as number),
          column: position(numbers[from + field.column] as number),
        })
      }
    },
  }
}

/** In the file they count from 1, 0 stands for unknown, and negative ones have turned into huge ones. */
function position(inFile: number): number {
  return (inFile | 0) - 1
}
