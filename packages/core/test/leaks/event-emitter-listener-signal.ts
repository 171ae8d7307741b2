import { EventEmitter, once } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** Each call waits for an event that never comes; the repaired twin stops waiting by `signal`. */
export const leaky: Scenario = {
  name: 'events.once that waits without a signal',
  setup: open,
  run(emitter: EventEmitter) {
    void once(emitter, 'ready')
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'events.once that its signal ends',
  setup: open,
  async run(emitter: EventEmitter) {
    const controller = new AbortController()
    const ready = once(emitter, 'ready', { signal: controller.signal })
    controller.abort()
    await ready.catch(() => {})
  },
  teardown: close,
}

function open(): EventEmitter {
  return new EventEmitter().setMaxListeners(0)
}

function close(emitter: EventEmitter): void {
  emitter.removeAllListeners()
}
