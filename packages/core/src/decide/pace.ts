import { deedAt, type History, placesOf } from './history.ts'

/** Iterations of the run at this place. */
export function iterationsOf(history: History, at: number): number {
  return (history.completed[at] ?? 0) - (at > 0 ? (history.completed[at - 1] ?? 0) : 0)
}

/** Milliseconds that an iteration took in the latest run; 0 before the first. */
export function iterationMs(history: History): number {
  for (let at = history.length - 1; at >= 0; at--) {
    if (deedAt(history, at) === 'run') return iterationMsAt(history, at)
  }
  return 0
}

/** Milliseconds that an iteration took in the run at this place. */
export function iterationMsAt(history: History, at: number): number {
  return Math.max((history.tookMs[at] ?? 0) / Math.max(1, iterationsOf(history, at)), 1e-4)
}

/** Milliseconds of an iteration before births were recorded. */
export function unrecordedMs(history: History): number {
  const recorded = placesOf(history, 'record').at(-1) ?? 0
  const before = placesOf(history, 'run').findLast((at) => at < recorded) ?? 0
  return iterationMsAt(history, before)
}
