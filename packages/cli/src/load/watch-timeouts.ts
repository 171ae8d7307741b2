import { TargetError } from '@plateau/core'

/** How often what is under way is looked at for its time. */
const WATCH_MS = 100

export interface UnderWay {
  readonly signal: AbortSignal
  isTimedOut(): boolean
  end(): void
}

/** One timer for all lanes: one for each iteration would cost more than the iteration. */
export function watchTimeouts(timeoutMs: number): {
  begin(outer: AbortSignal): UnderWay
  close(): void
} {
  const running = new Map<AbortController, number>()
  const late = new WeakSet<AbortController>()
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [controller, begunMs] of running) {
      if (now - begunMs < timeoutMs) continue
      late.add(controller)
      controller.abort(new TargetError(`it had not ended after ${timeoutMs / 1000} s`))
    }
  }, WATCH_MS)
  return {
    begin(outer) {
      const controller = new AbortController()
      const onAbort = (): void => controller.abort(outer.reason)
      outer.addEventListener('abort', onAbort, { once: true })
      running.set(controller, performance.now())
      return {
        signal: controller.signal,
        isTimedOut: () => late.has(controller),
        end() {
          running.delete(controller)
          outer.removeEventListener('abort', onAbort)
        },
      }
    },
    close: () => clearInterval(timer),
  }
}
