// Taken when this module loads, and from Node's own modules: fake timers replace the globals later.
import { performance } from 'node:perf_hooks'
import { clearTimeout, setImmediate, setTimeout } from 'node:timers'

const now = performance.now.bind(performance)

/** Milliseconds of a monotonic clock that no fake timer moves. */
export function nowMs(): number {
  return now()
}

/** Two turns of the event loop: close callbacks, finalizers and the array-buffer sweeper have run. The name marks stacks of our own. */
export function turns(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(function plateauTurns() {
      setImmediate(function plateauTurns() {
        resolve()
      })
    })
  })
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

export interface Alarm {
  /**
   * Calls back when the time is up or the signal aborts, instead of any earlier callback. No promise:
   * one that is waited for many times keeps every wait alive.
   */
  onRing(callback: () => void): void
  cancel(): void
}

/** An alarm that leaves nothing behind once cancelled. It keeps the process alive until then. */
export function setAlarm(milliseconds: number, signal?: AbortSignal): Alarm {
  const state = { rang: false, callback: () => {} }
  function ring(): void {
    state.rang = true
    state.callback()
  }
  const timer = setTimeout(ring, milliseconds)
  signal?.addEventListener('abort', ring, { once: true })
  return {
    onRing(callback) {
      state.callback = callback
      if (state.rang) callback()
    },
    cancel() {
      state.callback = () => {}
      clearTimeout(timer)
      signal?.removeEventListener('abort', ring)
    },
  }
}
