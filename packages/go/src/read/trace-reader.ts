import type { GoMemory, MemoryReader } from '../memory-reader.ts'
import { parseCollectionTrace } from '../profile/collection-trace.ts'

/** Follows what `GODEBUG=gctrace=1` prints to standard error: the live heap after each collection, in whole megabytes. */
export interface TraceReader extends MemoryReader {
  onOutput(chunk: Buffer): void
  /** Collections seen so far. */
  collections(): number
}

export function createTraceReader(): TraceReader {
  let rest = ''
  let latest: GoMemory = { heapBytes: 0, heapObjects: 0 }
  let collections = 0
  return {
    onOutput(chunk) {
      const lines = (rest + chunk.toString('latin1')).split('\n')
      // A program may print without ever ending a line.
      rest = (lines.pop() ?? '').slice(-LONGEST_LINE)
      for (const line of lines) {
        const trace = parseCollectionTrace(line)
        if (trace === undefined) continue
        collections++
        latest = { heapBytes: trace.liveBytes, heapObjects: 0 }
      }
    },
    collections: () => collections,
    settle: async () => undefined,
    collect: async () => latest,
  }
}

const LONGEST_LINE = 4096
