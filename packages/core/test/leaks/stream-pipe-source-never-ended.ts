import { once } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import type { Scenario } from '../../src/scenario.ts'

/** Sources piped into a shared sink never end; the repaired twin ends each. */
export const leaky: Scenario = {
  name: 'source piped into a shared sink and never ended',
  setup: open,
  run(sink: Writable) {
    const source = new PassThrough()
    source.pipe(sink, { end: false })
    source.write('row')
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'source piped into a shared sink and ended',
  setup: open,
  async run(sink: Writable) {
    // Not `pipeline`: with `end: false` it leaves its listeners on the sink (Node 24).
    const source = new PassThrough()
    source.pipe(sink, { end: false })
    source.end('row')
    await once(source, 'close')
  },
  teardown: close,
}

function open(): Writable {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() })
  return sink.setMaxListeners(0)
}

function close(sink: Writable): void {
  sink.destroy()
}
