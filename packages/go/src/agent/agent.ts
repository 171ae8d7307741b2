import { TargetError } from '@plateau/core'
import type { GoMemory, MemoryReader } from '../memory-reader.ts'
import { type AgentConnection, AgentRefusal } from './agent-connection.ts'

/** The agent in a Go process. One call at a time reaches it; calls wait for each other. */
export interface Agent extends MemoryReader {
  readonly goVersion: string
  /** GOMAXPROCS. */
  readonly processors: number
  /** What has been registered so far: a main may still be about to. */
  scenarios(): Promise<readonly string[]>
  /** Resolves to the iterations completed, fewer only after an abort. Rejects with the words of a failed one. */
  run(scenario: string, iterations: number, signal: AbortSignal): Promise<number>
  /** Fills the runtime's free lists, so that their growth is not taken for the scenario's: for so many goroutines at once. */
  prime(atOnce?: number): Promise<void>
  /** Gives free memory back to the system: before resident memory is read. */
  release(): Promise<void>
  /** Writes a profile of runtime/pprof. Rejects with `unknown profile …` where this Go has none of the name. */
  profile(name: string, debug: 0 | 1 | 2, file: string): Promise<void>
  /** Writes a heap dump of runtime/debug, the program stopped meanwhile. */
  dumpHeap(file: string): Promise<void>
  /** Ends the program, too. */
  close(): void
}

/** The first line the agent sends. */
export interface Hello {
  readonly go: string
  readonly procs: number
}

export function agentOver(connection: AgentConnection, hello: Hello): Agent {
  const ask = connection.ask
  let chunk = 1
  return {
    goVersion: hello.go,
    processors: hello.procs,
    async settle() {
      return (await ask<{ goroutines: number }>('settle')).goroutines
    },
    collect: () => ask<GoMemory>('collect'),
    async scenarios() {
      return (await ask<{ scenarios: readonly string[] }>('list')).scenarios
    },
    async run(scenario, iterations, signal) {
      let completed = 0
      while (completed < iterations && !signal.aborted) {
        const count = Math.min(chunk, iterations - completed)
        const startedMs = performance.now()
        await runChunk(connection, { scenario, count, before: completed })
        completed += count
        chunk = nextChunk(chunk, count, performance.now() - startedMs)
      }
      return completed
    },
    async prime(atOnce = 0) {
      await ask('prime', String(atOnce))
    },
    async release() {
      await ask('release')
    },
    async profile(name, debug, file) {
      await ask('profile', name, String(debug), file)
    },
    async dumpHeap(file) {
      await ask('dump', file)
    },
    close: () => connection.close(),
  }
}

/** An abort is heeded between chunks. */
const CHUNK_MS = 50

/** Doubles while chunks are short, halves once they are long; a last chunk that was cut off tells nothing. */
function nextChunk(chunk: number, count: number, tookMs: number): number {
  if (tookMs > 2 * CHUNK_MS) return Math.max(1, Math.floor(count / 2))
  return tookMs < CHUNK_MS && count === chunk ? chunk * 2 : chunk
}

async function runChunk(
  { ask }: AgentConnection,
  { scenario, count, before }: { scenario: string; count: number; before: number },
): Promise<void> {
  try {
    await ask('run', scenario, String(count))
  } catch (error) {
    if (!(error instanceof AgentRefusal) || error.completed === undefined) throw error
    throw new TargetError(
      `Iteration ${before + error.completed + 1} of scenario "${scenario}" failed: ${withoutOurs(error.message)}`,
      { cause: error },
    )
  }
}

/** Below the frames of the scenario stand those of the agent that called it. */
function withoutOurs(message: string): string {
  const lines = message.trimEnd().split('\n')
  const ours = lines.findIndex((line) =>
    /^\S*(?:plateau\.test\/agent|plateauagent)\S*\(/.test(line),
  )
  return lines.slice(0, ours === -1 ? lines.length : ours).join('\n')
}
