import { once } from 'node:events'
import { createReadStream, type ReadStream } from 'node:fs'
import type { Scenario } from '../../src/scenario.ts'

/** A read stream is opened per call and never read; the repaired twin destroys it. */
export const leaky: Scenario = {
  name: 'read stream left open',
  setup: (): ReadStream[] => [],
  async run(streams: ReadStream[]) {
    streams.push(await open())
  },
  teardown: (streams: ReadStream[]) => Promise.all(streams.map(close)),
}

export const repaired: Scenario = {
  name: 'read stream closed',
  async run() {
    await close(await open())
  },
}

async function open(): Promise<ReadStream> {
  const stream = createReadStream(process.execPath)
  await once(stream, 'open')
  return stream
}

async function close(stream: ReadStream): Promise<void> {
  await once(stream.destroy(), 'close')
}
