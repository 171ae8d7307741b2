import { setMaxListeners } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** A listener is added per call and never removed; the repaired twin removes it. */
export const leaky: Scenario = {
  name: 'EventTarget listener never removed',
  setup: open,
  run(target: EventTarget) {
    target.addEventListener('change', () => {})
  },
}

export const repaired: Scenario = {
  name: 'EventTarget listener removed',
  setup: open,
  run(target: EventTarget) {
    const onChange = () => {}
    target.addEventListener('change', onChange)
    target.removeEventListener('change', onChange)
  },
}

function open(): EventTarget {
  const target = new EventTarget()
  setMaxListeners(0, target)
  return target
}
