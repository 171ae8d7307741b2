import { EventEmitter } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** A listener is added per call and never removed; the repaired twin calls `off`. */
export const leaky: Scenario = {
  name: 'EventEmitter listener never removed',
  setup: open,
  run(emitter: EventEmitter) {
    emitter.on('change', () => {})
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'EventEmitter listener removed by off',
  setup: open,
  run(emitter: EventEmitter) {
    const onChange = () => {}
    emitter.on('change', onChange)
    emitter.off('change', onChange)
  },
  teardown: close,
}

function open(): EventEmitter {
  return new EventEmitter().setMaxListeners(0)
}

function close(emitter: EventEmitter): void {
  emitter.removeAllListeners()
}
