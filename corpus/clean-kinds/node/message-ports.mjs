import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'

export const scenario = {
  async run() {
    const { port1, port2 } = new MessageChannel()
    const received = once(port2, 'message')
    port1.postMessage({ text: 'hello' })
    await received
    const closed = once(port2, 'close')
    port1.close()
    await closed
  },
}
