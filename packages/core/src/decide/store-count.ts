/** What one store gained over equal batches: an array, a Map, a Set, a plain object, or all that an engine counts. */
export interface StoreGains {
  /** The name of its class. */
  readonly container: string
  /** Entries gained, by batch. */
  readonly gains: readonly number[]
  /** Entries after the last batch; undefined where only gains are known. */
  readonly entries?: number
}
