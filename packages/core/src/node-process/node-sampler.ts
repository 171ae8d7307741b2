import { readProcessCounts } from '../process/process-counts.ts'
import { readMemoryLimit } from '../system-process/memory-limit.ts'
import { type ProcessSample, type Sample, TargetError, type TargetEvent } from '../target/target.ts'
import { CdpClosed, CdpTimeout } from './cdp-channel.ts'
import { createDeafThreads, isAnswering } from './deaf-threads.ts'
import { diagnose, isStopped } from './diagnose.ts'
import { fewAtOnce } from './few-at-once.ts'
import { NODE_PROBES, THREAD_PROBES } from './node-probes.ts'
import type { NodeProcess, NodeProcesses } from './node-processes.ts'
import { type NodeMemory, readBetweenLegs, readMemory } from './read-memory.ts'

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

interface Reading {
  readonly process: NodeProcess
  /** A check asks for exact readings, a soak for a program that stays as fast as it is. */
  readonly way: typeof readMemory | typeof readBetweenLegs
}

export function createNodeSampler(
  processes: NodeProcesses,
  { target, limit }: { readonly target: string; readonly limit: number | undefined },
): NodeSampler {
  const handles = new WeakMap<NodeProcess, number>()
  const deaf = createDeafThreads()
  let isCrowdTold = false

  async function readOnce({ process, way }: Reading, patienceMs: number): Promise<NodeMemory> {
    const handlesBefore = handles.get(process)
    const memory = await way(process, { patienceMs, handlesBefore })
    handles.set(process, memory.handles)
    return memory
  }

  /** Threads of a process that was stopped, or of a machine that is busy, are not deaf. */
  async function readSlowly(reading: Reading): Promise<NodeMemory | TargetEvent | undefined> {
    const { process } = reading
    if (await isStopped(process.pid)) return undefined
    if (!(await isAnswering(process))) return deaf.add(process, target)
    try {
      return await readOnce(reading, LONG_PATIENCE_MS)
    } catch (error) {
      if (error instanceof CdpTimeout) return undefined
      throw error
    }
  }

  async function read(reading: Reading): Promise<NodeMemory | TargetEvent | undefined> {
    try {
      return await readOnce(reading, PATIENCE_MS)
    } catch (error) {
      if (!(error instanceof CdpTimeout)) throw error
      const { process } = reading
      if (process.isThread) return readSlowly(reading)
      return (await diagnose(process, target)) ?? readOnce(reading, LONG_PATIENCE_MS)
    }
  }

  async function sample(process: NodeProcess): Promise<ProcessSample | undefined> {
    if (deaf.has(process)) return unread(process)
    try {
      const found = await read({ process, way: readBetweenLegs })
      if (found === undefined || 'message' in found) {
        if (found) processes.note(found)
        // One that was read before is missed anyway.
        return handles.has(process) ? undefined : unread(process)
      }
      return await sampleOf(process, found, limit)
    } catch (error) {
      if (error instanceof CdpClosed) return undefined
      throw error
    }
  }

  /** Told once: it may be those that leak, which their number tells. */
  function unreadCrowd(crowd: readonly NodeProcess[]): readonly ProcessSample[] {
    const [first] = crowd
    if (first === undefined) return []
    const process = OTHER_THREADS
    if (!isCrowdTold) processes.note({ process, kind: 'unread', message: crowded(target) })
    isCrowdTold = true
    return [{ ...unread(first), process }]
  }

  async function sampleFirst(): Promise<Sample> {
    await processes.settled()
    const [process] = processes.running()
    if (process === undefined) throw new TargetError(`'${target}' has ended: nothing can be read.`)
    try {
      const found = await read({ process, way: readMemory })
      if (found === undefined) throw new TargetError(`'${target}' does not answer.`)
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
      const { read, crowd } = crowdOf(processes.running())
      const samples = await fewAtOnce(read, sample)
      return [...samples.filter((found) => found !== undefined), ...unreadCrowd(crowd)]
    },
    readable: () => crowdOf(processes.running()).read.filter((process) => !deaf.has(process)),
  }
}

/** Pools have as many as the machine has cores. To read each takes a tenth of a second at every checkpoint. */
const MOST_THREADS = 32

const OTHER_THREADS = 'other threads'

/** Those that are read each for itself, the oldest first, and those beyond. */
function crowdOf(running: readonly NodeProcess[]): {
  readonly read: readonly NodeProcess[]
  readonly crowd: readonly NodeProcess[]
} {
  const threads = running.filter(({ isThread }) => isThread)
  const crowd = threads.slice(MOST_THREADS)
  return { read: running.filter((process) => !crowd.includes(process)), crowd }
}

function crowded(target: string): string {
  return `'${target}' has more than ${MOST_THREADS} threads at once: the oldest are read each for itself, the others are counted only. If their number grows, they are not ended; if it does not, run it with fewer.`
}

/** It is there, so it is judged, and without a reading it never passes. */
function unread(process: NodeProcess): ProcessSample {
  const probes = process.isThread ? THREAD_PROBES : NODE_PROBES
  return { ...whatOf(process), probes, readings: {} }
}

async function sampleOf(
  process: NodeProcess,
  found: NodeMemory,
  limit: number | undefined,
): Promise<ProcessSample> {
  const read = await readingsOf(process, found)
  const limits = await limitsOf(process, limit)
  return { ...whatOf(process), ...read, ...limits }
}

function whatOf({
  label,
  pid,
  isThread,
}: NodeProcess): Pick<ProcessSample, 'process' | 'pid' | 'isThread'> {
  return { process: label(), pid, ...(isThread && { isThread }) }
}

async function readingsOf(
  { pid, isThread }: NodeProcess,
  { heapBytes, externalBytes, handles }: NodeMemory,
): Promise<Pick<ProcessSample, 'probes' | 'readings' | 'peakBytes'>> {
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
  const probes = all.filter(({ name }) => readings[name] !== undefined)
  const { peakBytes } = counts
  return { probes, readings, ...(peakBytes !== undefined && { peakBytes }) }
}

/** Threads share the memory of their process: what is left of that is asked of the process alone. */
async function limitsOf(
  process: NodeProcess,
  asked: number | undefined,
): Promise<Pick<ProcessSample, 'limitBytes' | 'heapLimitBytes' | 'memoryLimitBytes'>> {
  const { pid, isThread } = process
  const heapLimitBytes = await process.heapLimitBytes()
  const memoryLimitBytes = isThread ? undefined : (asked ?? (await readMemoryLimit(pid)))
  const known = [memoryLimitBytes, heapLimitBytes].filter((bytes) => bytes !== undefined)
  const limitBytes = asked ?? (known.length === 0 ? undefined : Math.min(...known))
  return {
    ...(limitBytes !== undefined && { limitBytes }),
    ...(heapLimitBytes !== undefined && { heapLimitBytes }),
    ...(memoryLimitBytes !== undefined && { memoryLimitBytes }),
  }
}
