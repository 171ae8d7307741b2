import { setMaxListeners } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** Every call listens to one long-lived signal; the repaired twin stops when its work is done. */
export const leaky: Scenario = {
  name: 'AbortSignal listener never removed',
  setup: open,
  run({ signal }: AbortController) {
    signal.addEventListener('abort', () => {}, { once: true })
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'AbortSignal listener removed',
  setup: open,
  run({ signal }: AbortController) {
    const onAbort = () => {}
    signal.addEventListener('abort', onAbort, { once: true })
    signal.removeEventListener('abort', onAbort)
  },
  teardown: close,
}

function open(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}

function close(controller: AbortController): void {
  controller.abort()
}
