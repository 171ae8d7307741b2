import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { Scenario } from '../../src/scenario.ts'

/** Sinks are piped onto a shared source and stay there; the repaired twin unpipes and closes. */
export const leaky: Scenario = {
  name: 'sink piped onto a shared source and never closed',
  setup: open,
  run(source: PassThrough) {
    source.pipe(new PassThrough())
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'sink unpiped from a shared source and closed',
  setup: open,
  async run(source: PassThrough) {
    const sink = source.pipe(new PassThrough())
    source.unpipe(sink)
    await once(sink.destroy(), 'close')
  },
  teardown: close,
}

function open(): PassThrough {
  return new PassThrough().setMaxListeners(0)
}

function close(source: PassThrough): void {
  source.destroy()
}
