import { deedAt, type History } from './history.ts'

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
