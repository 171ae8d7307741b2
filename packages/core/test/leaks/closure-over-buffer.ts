import { EventEmitter } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** Listeners hold a 1 KiB buffer each; the repaired twin holds a number, and only until it ran. */
export const leaky: Scenario = {
  name: 'listener that captures a buffer',
  setup: open,
  run(emitter: EventEmitter) {
    const buffer = Buffer.alloc(1024)
    emitter.on('flush', () => buffer.length)
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'listener that captures only a number',
  setup: open,
  run(emitter: EventEmitter) {
    const { length } = Buffer.alloc(1024)
    emitter.once('flush', () => length)
    emitter.emit('flush')
  },
  teardown: close,
}

function open(): EventEmitter {
  return new EventEmitter().setMaxListeners(0)
}

function close(emitter: EventEmitter): void {
  emitter.removeAllListeners()
}
