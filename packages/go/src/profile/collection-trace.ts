/** One collection, as `GODEBUG=gctrace=1` prints it. */
export interface TracedCollection {
  /** Counts from 1. */
  readonly collection: number
  /** Live after it, in whole MiB: the trace has no finer figure. */
  readonly liveBytes: number
  /** Asked for by the program (`runtime.GC`), not by the growth of its heap. */
  readonly forced: boolean
}

/** Reads one line of `GODEBUG=gctrace=1`; undefined for any other line. */
export function parseCollectionTrace(line: string): TracedCollection | undefined {
  const match = TRACE.exec(line)
  if (match === null) return undefined
  const [, collection, liveMebibytes] = match
  return {
    collection: Number(collection),
    liveBytes: Number(liveMebibytes) * MEBIBYTE,
    forced: line.trimEnd().endsWith('(forced)'),
  }
}

/** `gc 4 @0.098s 1%: … 1->1->0 MB, 4 MB goal, …`: at its start, at its end, and what is live. */
const TRACE = /^gc (\d+) @[\d.]+s .*?\d+->\d+->(\d+) MB, /

const MEBIBYTE = 1024 * 1024
