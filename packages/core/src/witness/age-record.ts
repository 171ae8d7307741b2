import type { Look } from '../decide/look.ts'
import type { Port, Wait } from '../engine/port.ts'

/**
 * Tells how many objects are alive by the batch in which they were born, and not who made them: V8 numbers all objects
 * every 50 ms while it tracks them, and then counts those that are left of each time. It collects all garbage for that.
 */
export interface AgeRecord {
  /** Ends a batch: what is allocated from here on belongs to the next. */
  mark(): Generator<Wait, void, unknown>
  /** `groups` are the boundaries, by number, that the groups of batches lie between. */
  look(groups: readonly number[], iterations: readonly number[]): Generator<Wait, Look, unknown>
  stop(): Generator<Wait, void, unknown>
}

/** More marks than a check makes batches. */
const MOST_MARKS = 64

/** Times that V8 tells of, each of 50 ms: 13 minutes. */
const MOST_TIMES = 2 ** 14

/** Throws where objects cannot be tracked. */
export function* recordAges(port: Port): Generator<Wait, AgeRecord, unknown> {
  // Allocated before, for what the record keeps would be counted itself; and not outside the heap, whose bytes are judged.
  const objects: number[] = new Array(MOST_TIMES).fill(0)
  const bytes: number[] = new Array(MOST_TIMES).fill(0)
  const marks: number[] = new Array(MOST_MARKS).fill(0)
  let [count, latest] = [0, -1]
  let resume = () => {}
  port.on<{ statsUpdate: readonly number[] }>('HeapProfiler.heapStatsUpdate', (update) => {
    const { statsUpdate: told } = update
    for (let at = 0; at < told.length; at += 3) {
      const time = told[at] ?? 0
      objects[time] = told[at + 1] ?? 0
      bytes[time] = told[at + 2] ?? 0
      if (time > latest) latest = time
    }
  })
  port.on('HeapProfiler.lastSeenObjectId', function plateauResumes() {
    resume()
  })
  yield* port.ask('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false })
  function* numbered(): Generator<Wait, void, unknown> {
    yield new Promise<void>((resolve) => {
      resume = resolve
    })
  }
  function* mark(): Generator<Wait, void, unknown> {
    yield* numbered()
    if (latest >= MOST_TIMES) throw new Error('objects were tracked for too long')
    marks[count++] = latest
  }
  function totalOf(of: readonly number[], from: number, to: number): number {
    let total = 0
    for (let time = from + 1; time <= to; time++) total += of[time] ?? 0
    return total
  }
  yield* mark()
  return {
    mark,
    *look(groups, iterations) {
      yield* numbered()
      const by = (of: readonly number[]) =>
        iterations.map((_, at) =>
          totalOf(of, marks[groups[at] ?? 0] ?? 0, marks[groups[at + 1] ?? 0] ?? 0),
        )
      const row = { key: 'all', place: ['all objects'], isBelow: true }
      const all = { ...row, births: by(objects), bytes: by(bytes) }
      return { iterations, rows: [all], largest: all.bytes }
    },
    *stop() {
      yield* port.ask('HeapProfiler.disable')
    },
  }
}
