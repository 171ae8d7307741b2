import type { WaitedFor } from './target.ts'
import type { TargetRun } from './target-run.ts'

/** A step that took this part of the time limit is no slow one: it hangs. */
const HANGING_SHARE = 0.25

/** What the target still waited for when the time was over, if that is why it was. */
export function hangingStep({ session, history, deadline }: TargetRun): WaitedFor | undefined {
  if (!history.isTimeUp) return undefined
  const waited = session.waitsFor?.()
  return waited && waited.ms >= HANGING_SHARE * deadline.limitMs ? waited : undefined
}
