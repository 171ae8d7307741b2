import {
  completed,
  type Deed,
  deedAt,
  type History,
  type Phase,
  phaseAt,
  placesOf,
} from './history.ts'
import type { Step } from './step.ts'

/**
 * Iterations between two collections. A weak table, such as that of a WeakMap, is as large as what dies in the longest of
 * them needs, for the dead are dropped by collections, and V8 never makes one smaller: it is level only over such as are no
 * longer than one before. What refers to its own key, as Vue's proxies do, goes in full collections alone.
 */

const FULL: ReadonlySet<Deed> = new Set<Deed>(['full', 'look', 'ages', 'count', 'pause'])

/** Of so many windows at most, each ends with a collection: more would cost more than to count. */
const MOST_WINDOWS: Readonly<Record<Collection, number>> = { minor: 16, full: 4 }

type Collection = 'minor' | 'full'

/** What comes next of a doubling that began at this sample: a window of it, or a collection between two; undefined once all are run. */
export function restOfDoubling(history: History, phase: Phase, sample: number): Step | undefined {
  const base = history.completed[sample] ?? 0
  const missing = 2 * base - completed(history)
  if (missing <= 0) return undefined
  const collection = phase === 'minor' ? 'minor' : 'full'
  if (deedAt(history, history.length - 1) === 'run') return { do: 'collect', phase, collection }
  const [first] = placesOf(history, 'run', phase).filter((at) => at > sample)
  const window =
    first === undefined
      ? Math.ceil(base / windowsOf(history, base, collection))
      : (history.completed[first] ?? 0) - base
  return { do: 'run', phase, iterations: Math.min(window, missing), isSilent: true }
}

/** How many windows so many iterations have, so that none is longer than one before. */
function windowsOf(history: History, iterations: number, collection: Collection): number {
  const needed = Math.ceil(iterations / Math.max(1, longestWindow(history, collection)))
  return needed <= MOST_WINDOWS[collection] ? needed : 1
}

/** The longest so far that no such collection interrupted. */
function longestWindow(history: History, collection: Collection): number {
  let [longest, begun] = [0, 0]
  for (let at = 0; at < history.length; at++) {
    if (collection === 'full' ? !isFullAt(history, at) : !collectsAt(history, at)) continue
    const done = history.completed[at] ?? 0
    longest = Math.max(longest, done - begun)
    begun = done
  }
  return longest
}

function collectsAt(history: History, at: number): boolean {
  const deed = deedAt(history, at)
  return deed === 'minor' || deed === 'collect' || isFullAt(history, at)
}

function isFullAt(history: History, at: number): boolean {
  const deed = deedAt(history, at)
  if (deed === 'collect') return phaseAt(history, at) !== 'minor'
  return deed !== undefined && FULL.has(deed)
}
