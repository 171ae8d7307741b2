import { EventEmitter } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** A listener meant for one event is added with `on`; the repaired twin adds it with `once`. */
export const leaky: Scenario = {
  name: 'EventEmitter listener for one event added with on',
  setup: open,
  run(emitter: EventEmitter) {
    emitter.on('ready', () => {})
    emitter.emit('ready')
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'EventEmitter listener for one event added with once',
  setup: open,
  run(emitter: EventEmitter) {
    emitter.once('ready', () => {})
    emitter.emit('ready')
  },
  teardown: close,
}

function open(): EventEmitter {
  return new EventEmitter().setMaxListeners(0)
}

function close(emitter: EventEmitter): void {
  emitter.removeAllListeners()
}
