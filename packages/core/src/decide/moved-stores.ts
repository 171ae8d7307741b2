import { COARSEST_OBJECT } from './bounds.ts'
import { type History, recordingOf } from './history.ts'
import type { Look } from './look.ts'
import { sum } from './proportion.ts'
import type { Terms } from './terms.ts'

/**
 * A store that gains entries takes a larger block once in each doubling of what it holds, for tables double and arrays grow
 * by a half: one that began empty took its latest in the later half of all iterations.
 */

/** Entries that the first two blocks of an array hold (V8: 17 and 41): from more on, it takes another in each doubling. */
const FIRST_BLOCKS_ENTRIES = 41

/** Iterations that are missing before every store that gains entries took a block while births were recorded. */
export function iterationsToMove(history: History, terms: Pick<Terms, 'ranBefore'>): number {
  const before = 2 * (terms.ranBefore + iterationsAtLook(history) - iterationsLookedAt(history))
  const needed = Math.max(before, Math.ceil((FIRST_BLOCKS_ENTRIES + 1) / COARSEST_OBJECT))
  return Math.max(0, needed - terms.ranBefore - iterationsAtLook(history))
}

/** Bytes of the largest object alive that the later half of all iterations made; undefined where not every store moved meanwhile. */
export function largestOfLaterHalf(
  history: History,
  terms: Pick<Terms, 'ranBefore'>,
): number | undefined {
  const look = lookOf(history)
  if (look === undefined || iterationsToMove(history, terms) > 0) return undefined
  const all = terms.ranBefore + iterationsAtLook(history)
  let done = all - iterationsLookedAt(history)
  const later = look.largest.filter((_, group) => {
    done += look.iterations[group] ?? 0
    return done > all / 2
  })
  return Math.max(0, ...later)
}

/** The look that tells what stores may have gained. */
export function lookOf(history: History): Look | undefined {
  return recordingOf(history).phase === 'ages' ? history.ages : history.looks.at(-1)
}

/** Iterations of the check up to that look. */
export function iterationsAtLook(history: History): number {
  return history.completed[recordingOf(history).look ?? 0] ?? 0
}

function iterationsLookedAt(history: History): number {
  return sum(lookOf(history)?.iterations ?? [])
}
