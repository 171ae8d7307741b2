/** Counts times in buckets, in the same memory for a minute and for a week. */
export interface LatencyCounts {
  add(milliseconds: number): void
  /** Of what was added since it was asked last; undefined where that was nothing. */
  take(): { readonly p50: number; readonly p99: number; readonly max: number } | undefined
}

/** Twenty buckets for every doubling: a quantile is right to 3.5 %. */
const BUCKETS_PER_DOUBLING = 20
const SHORTEST_MS = 0.01

/** 2 to the 30th of the shortest time is three hours. */
const BUCKETS = 30 * BUCKETS_PER_DOUBLING

export function countLatencies(): LatencyCounts {
  const counts = new Uint32Array(BUCKETS)
  let total = 0
  let max = 0
  return {
    add(milliseconds) {
      const bucket = bucketOf(milliseconds)
      counts[bucket] = (counts[bucket] ?? 0) + 1
      total++
      if (milliseconds > max) max = milliseconds
    },
    take() {
      if (total === 0) return undefined
      const taken = {
        p50: Math.min(max, quantile(counts, 0.5 * total)),
        p99: Math.min(max, quantile(counts, 0.99 * total)),
        max,
      }
      counts.fill(0)
      total = 0
      max = 0
      return taken
    },
  }
}

function bucketOf(milliseconds: number): number {
  const doublings = Math.log2(Math.max(milliseconds, SHORTEST_MS) / SHORTEST_MS)
  return Math.min(BUCKETS - 1, Math.floor(doublings * BUCKETS_PER_DOUBLING))
}

function quantile(counts: Uint32Array, rank: number): number {
  let seen = 0
  for (const [at, count] of counts.entries()) {
    seen += count
    if (seen >= rank) return SHORTEST_MS * 2 ** ((at + 1) / BUCKETS_PER_DOUBLING)
  }
  return 0
}
