import v8 from 'node:v8'
import type { Probe } from './probe.ts'

/** Spaces of machine code and bytecode, and of what V8 hides with them. */
const OF_CODE = /code|trusted|read_only/

/**
 * The heap without the code that V8 makes and drops as it likes, which moves a reading by some kilobytes: a function that
 * is kept is held by objects, and those are counted.
 */
export function dataHeap(heap: Probe): Probe {
  if ('bun' in process.versions) return heap
  return { ...heap, read: dataBytes }
}

function dataBytes(): number {
  let bytes = 0
  for (const { space_name: name, space_used_size: used } of v8.getHeapSpaceStatistics()) {
    if (!OF_CODE.test(name)) bytes += used
  }
  return bytes
}
