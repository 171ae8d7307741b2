import { setMaxListeners } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** A listener outlives the work it serves; the repaired twin ties it to a `signal` and aborts. */
export const leaky: Scenario = {
  name: 'EventTarget listener without a signal',
  setup: open,
  run(target: EventTarget) {
    target.addEventListener('change', () => {})
  },
}

export const repaired: Scenario = {
  name: 'EventTarget listener removed by its signal',
  setup: open,
  run(target: EventTarget) {
    const controller = new AbortController()
    target.addEventListener('change', () => {}, { signal: controller.signal })
    controller.abort()
  },
}

function open(): EventTarget {
  const target = new EventTarget()
  setMaxListeners(0, target)
  return target
}
