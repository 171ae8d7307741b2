/** What has come and is being taken up. */
export interface Arrivals {
  /** What ends before it was taken up is as good as never started. */
  track(arrival: Promise<void>): void
  /** Waits for all of them, and for those that come meanwhile. */
  settled(): Promise<void>
}

export function createArrivals(): Arrivals {
  const arriving = new Set<Promise<void>>()
  return {
    track(arrival) {
      const tracked = arrival.catch(() => {}).finally(() => arriving.delete(tracked))
      arriving.add(tracked)
    },
    async settled() {
      while (arriving.size > 0) await Promise.all(arriving)
    },
  }
}
