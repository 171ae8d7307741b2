import { setMaxListeners } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** A listener meant for one event stays after it; the repaired twin adds it with `once`. */
export const leaky: Scenario = {
  name: 'EventTarget listener for one event added without once',
  setup: open,
  run(target: EventTarget) {
    target.addEventListener('ready', () => {})
    target.dispatchEvent(new Event('ready'))
  },
}

export const repaired: Scenario = {
  name: 'EventTarget listener for one event added with once',
  setup: open,
  run(target: EventTarget) {
    target.addEventListener('ready', () => {}, { once: true })
    target.dispatchEvent(new Event('ready'))
  },
}

function open(): EventTarget {
  const target = new EventTarget()
  setMaxListeners(0, target)
  return target
}
