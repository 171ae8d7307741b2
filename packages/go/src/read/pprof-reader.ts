import { TargetError } from '@plateau/core'
import type { MemoryReader } from '../memory-reader.ts'
import { parseMemStats } from '../profile/mem-stats.ts'
import { pause } from './pause.ts'
import type { PprofClient } from './pprof-client.ts'

/** Reads through an unmodified `net/http/pprof`: each `heap?gc=1` makes one collection. */
export function createPprofReader(pprof: PprofClient): MemoryReader {
  return {
    settle: () => settleGoroutines(() => countGoroutines(pprof)),
    async collect() {
      const page = await pprof.page('heap?gc=1&debug=1')
      const memory = page && parseMemStats(page.toString('utf8'))
      if (memory === undefined) {
        throw new TargetError(`${pprof.url}/heap?debug=1 tells no runtime.MemStats.`)
      }
      // Finalizers run after the collection, in a goroutine of their own.
      await pause(FINALIZERS_MS)
      return memory
    },
  }
}

const FINALIZERS_MS = 3

async function countGoroutines(pprof: PprofClient): Promise<number | undefined> {
  const page = await pprof.page('goroutine?debug=1')
  const total = page && /^goroutine profile: total (\d+)/.exec(page.toString('utf8', 0, 80))
  return total ? Number(total[1]) : undefined
}

/** Goroutines that end after their work has: most are gone in milliseconds, a slow handler's in hundreds. */
const SETTLE_PAUSES_MS = [2, 5, 10, 20, 50, 100, 200, 400]

/** Reads the number of goroutines until two readings agree; then it is what stays. */
export async function settleGoroutines(
  count: () => Promise<number | undefined>,
): Promise<number | undefined> {
  let before = await count()
  for (const pauseMs of SETTLE_PAUSES_MS) {
    await pause(pauseMs)
    const now = await count()
    if (now === before) return now
    before = now
  }
  return before
}
