import type { Wait } from '../engine/port.ts'
import { uncountedNote } from '../report/advice.ts'
import { type CheckRun, runBatch, TimeUp } from './check-run.ts'
import type { Witnesses } from './witnesses.ts'

/** Another profiler may run already (`--heap-prof`, another session), or the inspector may be forbidden (`--permission`). */
export function* startOrSay(
  { history, unmeasured }: CheckRun,
  births: Witnesses['births'],
): Generator<Wait, void, unknown> {
  try {
    yield* births.start()
  } catch (error) {
    if (error instanceof TimeUp) throw error
    history.lacking = error instanceof Error ? error.message : String(error)
    unmeasured.push(uncountedNote(history.lacking))
  }
}

/** Recorded is one iteration alone: at its own pace, a scenario gets further. */
export function* weigh(run: CheckRun, births: Witnesses['births']): Generator<Wait, void, unknown> {
  yield* startOrSay(run, births)
  if (!births.isRecording) return
  yield* runBatch(run, 1)
  const places = yield* births.weigh()
  run.history.weights.push({ iterations: run.loop.completed, places })
}
