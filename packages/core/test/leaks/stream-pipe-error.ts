import { once } from 'node:events'
import { createReadStream, type ReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Scenario } from '../../src/scenario.ts'

/** `pipe` leaves its file open when the sink fails; the repaired twin's `pipeline` closes it. */
export const leaky: Scenario = {
  name: 'source left open by pipe when the sink fails',
  setup: (): ReadStream[] => [],
  async run(sources: ReadStream[]) {
    const source = openSource()
    sources.push(source)
    await once(source.pipe(failingSink()), 'error')
  },
  teardown: (sources: ReadStream[]) => Promise.all(sources.map(close)),
}

export const repaired: Scenario = {
  name: 'source closed by pipeline when the sink fails',
  async run() {
    const source = openSource()
    const closed = new Promise<void>((resolve) => source.once('close', resolve))
    await pipeline(source, failingSink()).catch(() => {})
    await closed
  },
}

function openSource(): ReadStream {
  return createReadStream(process.execPath, { highWaterMark: 16 })
}

function failingSink(): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done(new Error('The sink failed.'))
    },
  })
}

async function close(source: ReadStream): Promise<void> {
  source.destroy()
  await once(source, 'close')
}
