import { completed, type Deed, deedAt, type History, type Phase, placesOf } from './history.ts'
import type { Step } from './step.ts'

/**
 * Iterations between two full collections. A weak table, such as that of a WeakMap, is as large as what dies in the longest of
 * them needs, for the dead are dropped by collections, and V8 never makes one smaller: it is level only over such as are no
 * longer than one before. Minor collections drop nothing that refers to its own key, as Vue's proxies do.
 */

const COLLECTING: ReadonlySet<Deed> = new Set<Deed>([
  'full',
  'collect',
  'look',
  'ages',
  'count',
  'pause',
])

/** Of so many windows at most, each ends with a collection: more would cost more than to count. */
const MOST_WINDOWS = 3

/** What comes next of a doubling that began at this sample: a window of it, or a collection between two; undefined once all are run. */
export function restOfDoubling(history: History, phase: Phase, sample: number): Step | undefined {
  const base = history.completed[sample] ?? 0
  const missing = 2 * base - completed(history)
  if (missing <= 0) return undefined
  if (deedAt(history, history.length - 1) === 'run') return sampleFull(history, phase, true)
  const [first] = placesOf(history, 'run', phase).filter((at) => at > sample)
  const window =
    first === undefined
      ? Math.ceil(base / windowsOf(history, base))
      : (history.completed[first] ?? 0) - base
  return { do: 'run', phase, iterations: Math.min(window, missing), isSilent: true }
}

export function sampleFull(history: History, phase: Phase, isBetween = false): Step {
  return { do: 'sample', phase, collection: 'full', turns: history.isAsync, isBetween }
}

/** How many windows so many iterations have, so that none is longer than one before. */
function windowsOf(history: History, iterations: number): number {
  const needed = Math.ceil(iterations / Math.max(1, longestWindow(history)))
  return needed <= MOST_WINDOWS ? needed : 1
}

/** The longest so far. */
function longestWindow(history: History): number {
  let [longest, begun] = [0, 0]
  for (let at = 0; at < history.length; at++) {
    const deed = deedAt(history, at)
    if (deed === undefined || !COLLECTING.has(deed)) continue
    const done = history.completed[at] ?? 0
    longest = Math.max(longest, done - begun)
    begun = done
  }
  return longest
}
