import { readProcessCounts } from '../process/process-counts.ts'
import { readMemoryLimit } from '../system-process/memory-limit.ts'
import {
  type ProbeSpec,
  type ProcessSample,
  type Sample,
  TargetError,
  type TargetEvent,
} from '../target/target.ts'
import { CdpClosed, CdpTimeout } from './cdp-channel.ts'
import { createDeafThreads, isAnswering } from './deaf-threads.ts'
import { diagnose } from './diagnose.ts'
import { NODE_PROBES, THREAD_PROBES } from './node-probes.ts'
import type { NodeProcess, NodeProcesses } from './node-processes.ts'
import { type NodeMemory, readMemory } from './read-memory.ts'

/** Reads the memory of every process and thread of a Node target. */
export interface NodeSampler {
  /** Of those that answer, and an empty one of those that never did; the others are noted as events. */
  sampleAll(): Promise<readonly ProcessSample[]>
  /** Those that can be asked anything. */
  readable(): readonly NodeProcess[]
  /** Of the first. Rejects with `TargetError` where it does not answer. */
  sampleFirst(): Promise<Sample>
}

/** A collection of a heap of gigabytes takes seconds; a loop that is blocked for longer hangs. */
const PATIENCE_MS = 5000

/** For the second try, of a process that answers: it has a large heap. */
const LONG_PATIENCE_MS = 60_000

export function createNodeSampler(
  processes: NodeProcesses,
  { target, limit }: { readonly target: string; readonly limit: number | undefined },
): NodeSampler {
  const handles = new WeakMap<NodeProcess, number>()
  const deaf = createDeafThreads()

  async function readOnce(process: NodeProcess, patienceMs: number): Promise<NodeMemory> {
    const handlesBefore = handles.get(process)
    const memory = await readMemory(process, { patienceMs, handlesBefore })
    handles.set(process, memory.handles)
    return memory
  }

  async function read(process: NodeProcess): Promise<NodeMemory | TargetEvent> {
    try {
      return await readOnce(process, PATIENCE_MS)
    } catch (error) {
      if (!(error instanceof CdpTimeout)) throw error
      const isDeaf = process.isThread && !(await isAnswering(process))
      if (isDeaf) return deaf.add(process, target)
      return (await diagnose(process, target)) ?? readOnce(process, LONG_PATIENCE_MS)
    }
  }

  async function sample(process: NodeProcess): Promise<ProcessSample | undefined> {
    if (deaf.has(process)) return unread(process)
    try {
      const found = await read(process)
      if ('message' in found) {
        processes.note(found)
        // One that was read before is missed anyway.
        return handles.has(process) ? undefined : unread(process)
      }
      const { probes, readings } = await readingsOf(process, found)
      const limits = await limitsOf(process, limit)
      return { process: process.label(), pid: process.pid, probes, readings, ...limits }
    } catch (error) {
      if (error instanceof CdpClosed) return undefined
      throw error
    }
  }

  async function sampleFirst(): Promise<Sample> {
    await processes.settled()
    const [process] = processes.running()
    if (process === undefined) throw new TargetError(`'${target}' has ended: nothing can be read.`)
    try {
      const found = await read(process)
      if ('message' in found) throw new TargetError(found.message)
      return (await readingsOf(process, found)).readings
    } catch (error) {
      if (error instanceof CdpClosed) throw new TargetError(`'${target}' ended while it was read.`)
      throw error
    }
  }

  return {
    sampleFirst,
    async sampleAll() {
      await processes.settled()
      const samples = await Promise.all(processes.running().map(sample))
      return samples.filter((found) => found !== undefined)
    },
    readable: () => processes.running().filter((process) => !deaf.has(process)),
  }
}

/** It is there, so it is judged, and without a reading it never passes. */
function unread(process: NodeProcess): ProcessSample {
  const probes = process.isThread ? THREAD_PROBES : NODE_PROBES
  return { process: process.label(), pid: process.pid, probes, readings: {} }
}

async function readingsOf(
  { pid, isThread }: NodeProcess,
  { heapBytes, externalBytes, handles }: NodeMemory,
): Promise<{ readonly probes: readonly ProbeSpec[]; readonly readings: Sample }> {
  const counts = isThread ? {} : await readProcessCounts(pid)
  const readings: Sample = {
    heap: heapBytes,
    external: externalBytes,
    handles,
    ...(counts.fds !== undefined && { fds: counts.fds }),
    ...(counts.threads !== undefined && { threads: counts.threads }),
    ...(counts.rssBytes !== undefined && { rss: counts.rssBytes }),
  }
  const all = isThread ? THREAD_PROBES : NODE_PROBES
  return { probes: all.filter(({ name }) => readings[name] !== undefined), readings }
}

/** Threads share the memory of their process: what is left of that is asked of the process alone. */
async function limitsOf(
  { pid, isThread, heapLimitBytes }: NodeProcess,
  asked: number | undefined,
): Promise<Pick<ProcessSample, 'limitBytes' | 'heapLimitBytes' | 'memoryLimitBytes'>> {
  const memoryLimitBytes = isThread ? undefined : (asked ?? (await readMemoryLimit(pid)))
  const known = [memoryLimitBytes, heapLimitBytes].filter((bytes) => bytes !== undefined)
  const limitBytes = asked ?? (known.length === 0 ? undefined : Math.min(...known))
  return {
    ...(limitBytes !== undefined && { limitBytes }),
    ...(heapLimitBytes !== undefined && { heapLimitBytes }),
    ...(memoryLimitBytes !== undefined && { memoryLimitBytes }),
  }
}
