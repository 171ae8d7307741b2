import { once } from 'node:events'
import { createGzip, type Gzip } from 'node:zlib'
import type { Scenario } from '../../src/scenario.ts'

/** A compressor per call keeps its native memory; the repaired twin closes it. */
export const leaky: Scenario = {
  name: 'zlib stream left open',
  setup: (): Gzip[] => [],
  async run(streams: Gzip[]) {
    streams.push(await compress())
  },
  teardown: (streams: Gzip[]) => Promise.all(streams.map(close)),
}

export const repaired: Scenario = {
  name: 'zlib stream closed',
  async run() {
    await close(await compress())
  },
}

/** Native memory is taken by the first write only. */
async function compress(): Promise<Gzip> {
  const stream = createGzip()
  await new Promise((resolve) => stream.write('row', resolve))
  return stream
}

async function close(stream: Gzip): Promise<void> {
  const closed = once(stream, 'close')
  stream.close()
  await closed
}
