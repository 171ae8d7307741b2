import type { HiddenGrowth, Sample } from '@plateau/core'
import { type ProcessCounts, readPrivateMemory, readProcessCounts } from '@plateau/core/process'
import type { MemoryReader } from '../memory-reader.ts'
import { countPipes, followPipes } from './pooled-pipes.ts'

/** Reads every quantity of one running Go program. */
export interface GoSampler {
  /** After so many iterations since the sample before. */
  sample(iterations: number): Promise<Sample>
  /** Runs and reads legs with a single collection each, which pools survive; undefined where pools stayed level. */
  hidden(
    iterationsPerLeg: number,
    run: (iterations: number) => Promise<unknown>,
  ): Promise<HiddenGrowth | undefined>
  /** Descriptors that nothing but the collector closed, so far. */
  closedByCollector(): number
}

export function createGoSampler(reader: MemoryReader, pid: number | undefined): GoSampler {
  let closedByCollector = 0
  let runtimeBytes: number | undefined
  const pooled: number[] = []
  const pooledPipes = followPipes()

  async function sample(iterations: number): Promise<Sample> {
    const goroutines = await reader.settle()
    const before = await countsOf(pid)
    const pipes = await countPipes(pid)
    // What a pool holds survives one collection; what a finalizer closes needs another.
    const first = await reader.collect()
    const memory = await reader.collect()
    const after = await countsOf(pid)
    pooled.push(first.heapBytes - memory.heapBytes)
    const closed = Math.max(0, (before.fds ?? 0) - (after.fds ?? 0))
    const closedPipes = Math.min(
      closed,
      Math.max(0, pipes - (closed > 0 ? await countPipes(pid) : pipes)),
    )
    closedByCollector += closed - closedPipes + pooledPipes.leftOpen(closedPipes, iterations)
    const native = await nativeBytes(pid)
    runtimeBytes ??= memory.runtimeBytes ?? 0
    return {
      heapObjects: memory.heapObjects,
      heap: memory.heapBytes,
      ...(goroutines !== undefined && { goroutines }),
      // Those that the collector closed were never closed by the program: with fewer collections they would pile up.
      ...(after.fds !== undefined && { fds: after.fds + closedByCollector }),
      ...(after.threads !== undefined && { threads: after.threads }),
      ...(after.rssBytes !== undefined && { rss: after.rssBytes }),
      // The runtime's stores grow with the heap: what they gained is no growth of its own.
      ...(native !== undefined && { native: native - ((memory.runtimeBytes ?? 0) - runtimeBytes) }),
    }
  }

  async function hidden(
    iterationsPerLeg: number,
    run: (iterations: number) => Promise<unknown>,
  ): Promise<HiddenGrowth | undefined> {
    if (!growsWithTheLeg(pooled)) return undefined
    const iterations: number[] = []
    const readings: number[] = []
    for (let leg = 0; leg < HIDDEN_LEGS; leg++) {
      await run(iterationsPerLeg)
      await reader.settle()
      const { heapBytes } = await reader.collect()
      iterations.push((leg + 1) * iterationsPerLeg)
      readings.push(heapBytes)
    }
    return { iterations, readings }
  }

  return { sample, hidden, closedByCollector: () => closedByCollector }
}

/** Legs with a single collection each: three doublings, for a buffer doubles. */
const HIDDEN_LEGS = 8

/** The samples after the two short legs, and those after the long ones. */
const SHORT_LEGS = 2

/** Pools of buffers that are warm stay below it. */
const POOLED_BYTES = 16 * 1024

/** Whether what only a second collection frees is more after long legs than after short ones. */
function growsWithTheLeg(pooled: readonly number[]): boolean {
  const short = Math.max(0, ...pooled.slice(0, SHORT_LEGS))
  const long = Math.min(...pooled.slice(SHORT_LEGS))
  return pooled.length > SHORT_LEGS && long > 2 * short + POOLED_BYTES
}

async function countsOf(pid: number | undefined): Promise<ProcessCounts> {
  return pid === undefined ? {} : readProcessCounts(pid)
}

async function nativeBytes(pid: number | undefined): Promise<number | undefined> {
  if (pid === undefined) return undefined
  const memory = await readPrivateMemory(pid, isGoHeap)
  return memory?.residentBytes
}

/** Go names its mappings where the kernel takes names; else they have none. */
function isGoHeap(start: bigint | number, name: string): boolean {
  if (name !== '') return name === '[anon: Go: heap]'
  return start >= HEAPS.from && start < HEAPS.to
}

/**
 * Where Go asks for its heap, which `heap` reads: up to 1.25 at 0xc000000000 (amd64) or 0x4000000000
 * (arm64), since then anywhere in the lower part of the addresses (`randHeapAddrBits` of
 * runtime/malloc.go). C and the system map from the top, and the program itself is below 4 GB or above.
 */
const HEAPS = { from: 2 ** 32, to: process.arch === 'x64' ? 2 ** 46 : 2 ** 47 } as const
