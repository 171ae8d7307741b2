import { TargetError, type TargetSession } from '@plateau/core'
import type { SoakPlan } from './soak-plan.ts'

/** Beside the run itself: what it takes to start, and to explain growth. */
const SPARE_MS = 600_000
const LONGEST_MS = 8 * 24 * 3_600_000

/** Rejects with `TargetError` where it does not answer in time, and with the reason of a signal that is aborted. */
export async function openTarget(plan: SoakPlan, stop: AbortSignal): Promise<TargetSession> {
  const { target, startMs, durationMs = LONGEST_MS, keep } = plan
  const files = { keep, leavesFiles: keep !== undefined }
  await target.prepare?.()
  stop.throwIfAborted()
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(notStarted(plan)), startMs)
  const signal = AbortSignal.any([stop, late.signal])
  try {
    return await target.open({ signal, timeLimitMs: durationMs + SPARE_MS, ...files })
  } catch (error) {
    const isOwn = (error as Partial<TargetError>).code === 'PLATEAU_TARGET'
    throw late.signal.aborted && !stop.aborted && !isOwn ? late.signal.reason : error
  } finally {
    clearTimeout(timer)
  }
}

function notStarted({ target, startMs, url }: SoakPlan): TargetError {
  const after = `Target '${target.name}' had not answered after ${startMs / 1000} s`
  const where =
    url === undefined
      ? '. It is given its port in PORT: name another variable with port (--port-variable), pass {port} in an argument, or name the path that answers with ready (--ready)'
      : ` at ${url}, the address that was given with url (--url): correct it, or leave it out if the target listens on the port that it is given in PORT; name the path that answers with ready (--ready)`
  return new TargetError(`${after}${where}; startWithin (--start-within) gives it more time.`)
}
