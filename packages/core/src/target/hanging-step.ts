import type { Deadline } from './deadline.ts'
import type { Target, TargetSession, WaitedFor } from './target.ts'
import type { TargetRun } from './target-run.ts'

/** A step that took this part of the time limit is no slow one: it hangs. */
const HANGING_SHARE = 0.25

/** What the target still waited for when the time was over, if that is why it was. */
export function hangingStep({ session, history, deadline }: TargetRun): WaitedFor | undefined {
  return history.isTimeUp ? hangingIn(session, deadline.limitMs) : undefined
}

/** What the opening of a target waits for when the time is over: asked at once, for whoever aborts ends what it waits for. */
export function followOpening(
  target: Target,
  { signal, limitMs }: Deadline,
): () => WaitedFor | undefined {
  let hanging: WaitedFor | undefined
  signal.addEventListener('abort', () => (hanging = hangingIn(target, limitMs)), { once: true })
  return () => hanging
}

function hangingIn(
  { waitsFor }: Pick<TargetSession, 'waitsFor'>,
  limitMs: number,
): WaitedFor | undefined {
  const waited = waitsFor?.()
  return waited && waited.ms >= HANGING_SHARE * limitMs ? waited : undefined
}
