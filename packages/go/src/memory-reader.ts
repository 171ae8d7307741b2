/** What `runtime.ReadMemStats` tells, in bytes and counts; the fields that any driver may lack are optional. */
export interface GoMemory {
  readonly heapBytes: number
  readonly heapObjects: number
  /** Obtained from the system for the Go runtime, and given back to it. */
  readonly sysBytes?: number
  readonly heapReleasedBytes?: number
  /** The runtime's own stores outside the heap: spans, caches, profile buckets, collector, others. */
  readonly runtimeBytes?: number
}

/** Reads the memory of one Go process: through the agent, `net/http/pprof`, expvar or its collection trace. */
export interface MemoryReader {
  /** Waits until goroutines that are about to end have ended; resolves to their number, where it can be read. */
  settle(): Promise<number | undefined>
  /** One full collection, finalizers awaited where that is possible, then the memory that is left. */
  collect(): Promise<GoMemory>
}
