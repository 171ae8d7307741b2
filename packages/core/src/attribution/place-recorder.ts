import { types } from 'node:util'
import { entriesOf } from './store-entries.ts'

/** Enough for 20 iterations of a thousand places. */
const MOST_MARKS = 20_000
const MOST_WATCHED = 4

/** What logpoints call while the scenario runs. */
export interface PlaceRecorder {
  readonly reached: (place: number) => boolean
  readonly watch: (container: unknown) => void
  readonly watchedCount: () => number
  readonly start: () => void
  /** Lets the containers go: V8 was seen to keep a recorder (Node 26), and the next explanation found them held by it. */
  readonly forget: () => void
  /** The places in the order in which they were reached. */
  readonly order: () => Int32Array
  /** How often each watched container gained entries after each place, the most frequent first. */
  readonly gains: () => readonly {
    readonly container: unknown
    readonly gains: readonly { readonly place: number; readonly times: number }[]
  }[]
}

/** Everything is allocated before the first mark: a mark is the only object that `reached` makes. */
export function createRecorder(): PlaceRecorder {
  const order = new Int32Array(MOST_MARKS)
  const marks = new Array<unknown>(MOST_MARKS).fill(undefined)
  const lengths = new Float64Array(MOST_MARKS * MOST_WATCHED)
  const watched: { readonly container: unknown; readonly measure: () => number }[] = []
  let count = 0
  let isOn = false

  function plateauReached(place: number): boolean {
    if (!isOn || count === MOST_MARKS) return false
    for (let at = 0; at < watched.length; at++) {
      lengths[count * MOST_WATCHED + at] = watched[at]?.measure() ?? 0
    }
    order[count] = place
    marks[count++] = {}
    return false
  }

  return {
    reached: plateauReached,
    watch(container) {
      const measure = measureOf(container)
      if (watched.length < MOST_WATCHED) watched.push({ container, measure })
    },
    watchedCount: () => watched.length,
    start() {
      isOn = true
    },
    forget() {
      watched.length = 0
    },
    order: () => order.subarray(0, count),
    gains() {
      return watched.map(({ container }, at) => {
        const times = new Map<number, number>()
        for (let mark = 1; mark < count; mark++) {
          const now = lengths[mark * MOST_WATCHED + at] as number
          const before = lengths[(mark - 1) * MOST_WATCHED + at] as number
          const place = order[mark - 1] as number
          if (now > before) times.set(place, (times.get(place) ?? 0) + 1)
        }
        const gains = [...times]
          .map(([place, some]) => ({ place, times: some }))
          .sort((one, other) => other.times - one.times)
        return { container, gains }
      })
    },
  }
}

/** An object that is used as a dictionary would be asked for all of its keys at each place. */
function measureOf(container: unknown): () => number {
  const isCounted = Array.isArray(container) || types.isMap(container) || types.isSet(container)
  return isCounted ? () => entriesOf(container) : () => 0
}
