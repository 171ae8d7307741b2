import type { AllocationFrame } from './heap-snapshot.ts'
import type { SnapshotTables } from './snapshot-tables.ts'

/** The calls from the one with this id outwards, with their names decoded. */
export function allocationStack(
  { allocations, functions, strings }: SnapshotTables,
  traceNodeId: number,
): readonly AllocationFrame[] {
  const frames: AllocationFrame[] = []
  let call = allocations.call(traceNodeId)
  while (call?.callerId !== undefined) {
    const found = functions.at(call.functionIndex)
    if (found) {
      const { name, scriptName, scriptId, line, column } = found
      const names = { functionName: strings.text(name), scriptName: strings.text(scriptName) }
      frames.push({ ...names, scriptId, line, column })
    }
    call = allocations.call(call.callerId)
  }
  return frames
}
