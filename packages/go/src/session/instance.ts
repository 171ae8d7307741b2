import type { Program } from '@plateau/core/process'
import type { Agent } from '../agent/agent.ts'
import type { MemoryReader } from '../memory-reader.ts'
import type { PprofClient } from '../read/pprof-client.ts'
import type { Reading } from './go-probes.ts'

/** One running process of a Go program, with the best way to read it and the way to work it. */
export interface Instance {
  /** Undefined for a process behind a url. */
  readonly program: Program | undefined
  readonly reader: MemoryReader
  readonly reading: Reading
  readonly agent: Agent | undefined
  readonly pprof: PprofClient | undefined
  /** GOMAXPROCS where it is known, else 1. */
  readonly processors: number
  /** Resolves to the iterations completed: fewer only when the signal was aborted. */
  run(iterations: number, signal: AbortSignal): Promise<number>
  close(): Promise<void>
}
