import { type History, phaseAt, placesOf } from './history.ts'

/** Iterations of the run at this place. */
export function iterationsOf(history: History, at: number): number {
  return (history.completed[at] ?? 0) - (at > 0 ? (history.completed[at - 1] ?? 0) : 0)
}

/**
 * Milliseconds that an iteration takes: as in the latest run, or as in all like it, of its phase and recorded as it was, where
 * those were quicker: a busy machine halts a short run for as long as hundreds of iterations take. 0 before the first.
 */
export function iterationMs(history: History): number {
  const latest = placesOf(history, 'run').at(-1)
  if (latest === undefined) return 0
  const before = (deed: 'record' | 'follow') =>
    placesOf(history, deed).findLast((at) => at < latest) ?? 0
  const begun = Math.max(before('record'), before('follow'))
  const alike = placesOf(history, 'run', phaseAt(history, latest)).filter((at) => at >= begun)
  return Math.min(iterationMsAt(history, latest), iterationMsOf(history, alike))
}

/** Milliseconds of an iteration before births were recorded: as in the latest run, or as in the gate where that was quicker. */
export function unrecordedMs(history: History): number {
  const recorded = placesOf(history, 'record').at(-1) ?? 0
  const latest = placesOf(history, 'run').findLast((at) => at < recorded) ?? 0
  const ofGate = [...placesOf(history, 'run', 'minor'), ...placesOf(history, 'run', 'full')]
  const latestMs = iterationMsAt(history, latest)
  return ofGate.length === 0 ? latestMs : Math.min(latestMs, iterationMsOf(history, ofGate))
}

/** Milliseconds that an iteration took in the run at this place. */
export function iterationMsAt(history: History, at: number): number {
  return iterationMsOf(history, [at])
}

/** And in these runs together. */
function iterationMsOf(history: History, runs: readonly number[]): number {
  let [tookMs, iterations] = [0, 0]
  for (const at of runs) {
    tookMs += history.tookMs[at] ?? 0
    iterations += iterationsOf(history, at)
  }
  return Math.max(tookMs / Math.max(1, iterations), 1e-4)
}
