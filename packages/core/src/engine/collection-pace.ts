// Taken when this module loads: fake timers replace the global later. No import, for this runs in pages too.
const { performance } = globalThis
const nowMs = performance.now.bind(performance)

/** What full collections of a target take: it tells how large its heap is, and how busy the machine. */
export interface CollectionPace {
  /** Times one collection. */
  during<Result>(collection: Promise<Result>): Promise<Result>
  /** 0 before the first. */
  averageMs(): number
}

export function createCollectionPace(): CollectionPace {
  let [count, ms] = [0, 0]
  return {
    async during(collection) {
      const startedMs = nowMs()
      const result = await collection
      ms += nowMs() - startedMs
      count++
      return result
    },
    averageMs: () => ms / Math.max(1, count),
  }
}
