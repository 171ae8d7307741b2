import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { Scenario } from '../../src/scenario.ts'

/** A channel is opened per call and left open; the repaired twin closes it. */
export const leaky: Scenario = {
  name: 'MessageChannel left open',
  setup: (): MessageChannel[] => [],
  run(channels: MessageChannel[]) {
    channels.push(open())
  },
  teardown: (channels: MessageChannel[]) => Promise.all(channels.map(close)),
}

export const repaired: Scenario = {
  name: 'MessageChannel closed',
  async run() {
    await close(open())
  },
}

function open(): MessageChannel {
  const channel = new MessageChannel()
  channel.port1.on('message', () => {})
  return channel
}

async function close({ port1 }: MessageChannel): Promise<void> {
  const closed = once(port1, 'close')
  // Closing one port closes the other.
  port1.close()
  await closed
}
