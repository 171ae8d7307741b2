import { performance } from 'node:perf_hooks'
import type { ProcessSample } from '@plateau/core'
import { type RealMemory, readRealMemory } from '@plateau/core/process'
import type { Soak } from './soak.ts'

/** To sum up the mappings of a large process takes 10 ms, and stops it as long: 1 % of the time at most. */
const PAUSE_TIMES = 100

/** What the processes of a round truly cost the machine, where it is time to ask. A thread has no memory of its own. */
export async function realMemoryOf(
  soak: Soak,
  samples: readonly ProcessSample[],
): Promise<ReadonlyMap<string, RealMemory>> {
  const startedMs = performance.now()
  if (startedMs < soak.realMemoryFromMs) return new Map()
  const asked = samples.filter(({ pid, isThread }) => pid > 0 && !isThread)
  const found = await Promise.all(
    asked.map(async ({ process, pid }) => [process, await readRealMemory(pid)] as const),
  )
  const endedMs = performance.now()
  soak.realMemoryFromMs = endedMs + PAUSE_TIMES * (endedMs - startedMs)
  return new Map(found)
}
