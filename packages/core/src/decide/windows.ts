import { completed, type Deed, deedAt, type History, type Phase, placesOf } from './history.ts'
import type { Step } from './step.ts'

/**
 * Iterations between two collections. A weak table, such as that of a WeakMap, is as large as what dies in the longest of
 * them needs, for the dead are dropped by collections, and V8 never makes one smaller: it is level only over such as are no
 * longer than one before.
 */

const COLLECTING: ReadonlySet<Deed> = new Set<Deed>([
  'minor',
  'full',
  'collect',
  'look',
  'ages',
  'count',
  'pause',
])

/** The longest so far. */
function longestWindow(history: History): number {
  let [longest, begun] = [0, 0]
  for (let at = 0; at < history.length; at++) {
    const done = history.completed[at] ?? 0
    const deed = deedAt(history, at)
    if (deed === undefined || !COLLECTING.has(deed)) continue
    longest = Math.max(longest, done - begun)
    begun = done
  }
  return longest
}

/** A minor collection takes a fraction of a millisecond, and on a busy machine more. */
const MOST_WINDOWS = 16

/** How many windows as many iterations as ran before have, so that none is longer than one of those. */
function windowsOfDoubling(history: History): number {
  const needed = Math.ceil(completed(history) / Math.max(1, longestWindow(history)))
  return needed <= MOST_WINDOWS ? needed : 1
}

/** What comes next of a doubling that began at this sample: a window of it, or a collection between two; undefined once all are run. */
export function restOfDoubling(history: History, phase: Phase, sample: number): Step | undefined {
  const base = history.completed[sample] ?? 0
  const missing = 2 * base - completed(history)
  if (missing <= 0) return undefined
  if (deedAt(history, history.length - 1) === 'run') return { do: 'collect', phase }
  const runs = placesOf(history, 'run', phase).filter((at) => at > sample)
  const [first] = runs
  const window =
    first === undefined
      ? Math.ceil(base / windowsOfDoubling(history))
      : (history.completed[first] ?? 0) - base
  return { do: 'run', phase, iterations: Math.min(window, missing), isSilent: true }
}
